package org.nessiebackup.service.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A request, as far as it shows who sends it and from where.
 *
 * @param method that of HTTP
 * @param path as it was asked for, without what follows a question mark
 * @param headers by their names in lower case
 * @param token what a form has brought along, empty for none
 * @param address the one that it comes from
 */
public record Attempt(
    String method, String path, Map<String, String> headers, String token, String address) {
  /** A name with a password. */
  record Login(String name, String password) {}

  /** Whether nothing is changed by it. */
  public boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isBlank());
  }

  /** The token of {@code Authorization: Bearer}. */
  Optional<String> bearer() {
    return authorization("Bearer ");
  }

  /** What {@code Authorization: Basic} says; empty also if it cannot be understood. */
  Optional<Login> login() {
    return authorization("Basic ").flatMap(Attempt::login);
  }

  private static Optional<Login> login(String encoded) {
    try {
      String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<String> authorization(String scheme) {
    return header("authorization")
        .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(value -> value.substring(scheme.length()).strip());
  }

  /** Whether it shows credentials that it was given on purpose, good or not. */
  boolean showsCredentials() {
    return header("authorization").isPresent();
  }

  /** A cookie; empty also if there are several of this name, of which one is not ours. */
  public Optional<String> cookie(String name) {
    String start = name + "=";
    String[] found =
        header("cookie").stream()
            .flatMap(value -> Arrays.stream(value.split(";")))
            .map(String::strip)
            .filter(each -> each.startsWith(start))
            .map(each -> each.substring(start.length()))
            .toArray(String[]::new);
    return found.length == 1 ? Optional.of(found[0]) : Optional.empty();
  }
}
