package org.nessiebackup.cli.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * A web address whose path, query or user may hold a token. Nothing of these is ever shown, nor
 * part of a message: only scheme, host and port are.
 */
public final class SecretAddress {
  private final URI uri;
  private final Optional<String> authorization;

  private SecretAddress(URI uri, Optional<String> authorization) {
    this.uri = uri;
    this.authorization = authorization;
  }

  /**
   * Reads an address; a user and password in front of the host become a header.
   *
   * @param option where it comes from, for messages
   * @throws BackupException {@link Failure#USAGE} if it is none; without repeating it
   */
  public static SecretAddress of(String text, String option) {
    try {
      URI uri = new URI(text.strip());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw notAnAddress(option);
      }
      Optional<String> authorization =
          Optional.ofNullable(uri.getUserInfo())
              .map(
                  user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
              .map("Basic "::concat);
      URI bare = URI.create(origin(uri) + text(uri.getRawPath()) + query(uri));
      return new SecretAddress(bare, authorization);
    } catch (URISyntaxException e) {
      // The cause would repeat the address.
      throw notAnAddress(option);
    }
  }

  private static BackupException notAnAddress(String option) {
    return Failure.USAGE.exception(
        "what " + option + " gives is not a web address",
        "It looks like https://HOST/PATH; a blank or a special character has to be encoded.");
  }

  private static String origin(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port;
  }

  private static String text(String part) {
    return part == null ? "" : part;
  }

  private static String query(URI uri) {
    return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
  }

  /** The same with more behind its path; the query stays. */
  public SecretAddress below(String more) {
    return with(text(uri.getRawPath()).replaceFirst("/+$", "") + more);
  }

  /** The same with another path. */
  public SecretAddress with(String path) {
    return new SecretAddress(URI.create(origin(uri) + path + query(uri)), authorization);
  }

  /** The path, encoded. */
  public String path() {
    return text(uri.getRawPath());
  }

  /** The host. */
  public String host() {
    return uri.getHost();
  }

  URI uri() {
    return uri;
  }

  Optional<String> authorization() {
    return authorization;
  }

  /** What may be shown of it. */
  @Override
  public String toString() {
    return origin(uri);
  }
}
