package org.nessiebackup.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.NearMatches;

/**
 * The URI of a store that is no folder: {@code scheme://authority/path?name=value&…}.
 *
 * <p>Credentials are never part of it, since addresses stand in logs, histories and process lists.
 * So whatever looks like some is refused, and no message repeats a value.
 *
 * @param scheme in lower case
 * @param authority what follows the two slashes: a bucket or an account
 * @param path names joined by {@code /}, without one at its ends; may be empty
 * @param parameters what follows the question mark, decoded
 */
public record StoreAddress(
    String scheme, String authority, String path, Map<String, String> parameters) {
  private static final Pattern SECRET =
      Pattern.compile(".*(secret|password|token|credential|access-?key|account-?key|sig).*");

  /** Refuses what cannot be a place for objects, and takes its own copy of the map. */
  public StoreAddress {
    if (authority.isEmpty()) {
      throw wrong("names no bucket", "Write %s://NAME/PREFIX.".formatted(scheme));
    }
    if (authority.contains("@")) {
      throw secret();
    }
    if (!path.isEmpty() && !ObjectName.isValid(path)) {
      throw wrong(
          "has a path that is no name: \"" + path + "\"",
          "Use letters, digits, \".\", \"_\" and \"-\" in parts joined by \"/\"; no part begins"
              + " with a dot.");
    }
    parameters = Map.copyOf(parameters);
  }

  /**
   * Takes an address apart.
   *
   * @param known the names of the parameters that may be given
   * @throws BackupException {@link Failure#USAGE} if it makes no sense
   */
  public static StoreAddress parse(String text, Set<String> known) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null || uri.getRawAuthority() == null || uri.getFragment() != null) {
        throw wrong("is not complete", "Write SCHEME://NAME/PREFIX?PARAMETER=VALUE.");
      }
      return new StoreAddress(
          uri.getScheme().toLowerCase(Locale.ROOT),
          uri.getRawAuthority(),
          uri.getPath().replaceAll("^/|/$", ""),
          parameters(Optional.ofNullable(uri.getRawQuery()).orElse(""), known));
    } catch (URISyntaxException e) {
      // Its message repeats the text, which may hold what somebody should not have written there.
      throw wrong(
          "is not a URI: %s at position %d"
              .formatted(e.getReason().toLowerCase(Locale.ROOT), e.getIndex()),
          "Write SCHEME://NAME/PREFIX?PARAMETER=VALUE, with %XX for unusual characters.");
    }
  }

  private static Map<String, String> parameters(String query, Set<String> known) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!known.contains(name)) {
        throw unknown(name, known);
      }
      if (value.isEmpty()) {
        throw wrong("gives parameter \"" + name + "\" no value", null);
      }
      if (found.put(name, value) != null) {
        throw wrong("gives parameter \"" + name + "\" twice", null);
      }
    }
    return found;
  }

  /** A plus sign is itself here, as in names of keys; only forms make it a space. */
  private static String decode(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static BackupException unknown(String name, Set<String> names) {
    if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      return secret();
    }
    String known = "There are: " + String.join(", ", names.stream().sorted().toList()) + ".";
    return wrong(
        "has an unknown parameter \"" + name + "\"",
        (NearMatches.question(name, names) + " " + known).strip());
  }

  /** A parameter, if it is given. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * A parameter as a value of another type.
   *
   * @param words what may be written, for the message
   * @param read throws {@link IllegalArgumentException} for what it does not understand
   */
  public <T> Optional<T> parameter(String name, String words, Function<String, T> read) {
    try {
      return parameter(name).map(read);
    } catch (IllegalArgumentException e) {
      throw wrong("has a wrong value for parameter \"" + name + "\"", "It is " + words + ".");
    }
  }

  /** A parameter that is the address of a server other than the vendor's own. */
  public Optional<URI> server(String name) {
    return parameter(name, "an address such as https://HOST:PORT", URI::create);
  }

  /**
   * Refuses what is not the address of a server, or is more than that.
   *
   * @throws BackupException {@link Failure#USAGE} without repeating it
   */
  public static void requireServer(URI endpoint) {
    boolean plain = endpoint.getRawUserInfo() == null && endpoint.getRawQuery() == null;
    boolean web = String.valueOf(endpoint.getScheme()).matches("https?");
    if (!web || endpoint.getHost() == null || !plain) {
      throw Failure.USAGE.exception(
          "the endpoint is not the address of a server, or more than that",
          "Write endpoint=https://HOST:PORT; credentials are taken from the environment, or from"
              + " the file that the vendor's own tools use.");
    }
  }

  /** Without the parameters. */
  @Override
  public String toString() {
    return scheme + "://" + authority + (path.isEmpty() ? "" : "/" + path);
  }

  private static BackupException secret() {
    return wrong(
        "holds what looks like credentials, which are never taken from there",
        "Give them in the environment or in the file that the vendor's own tools use; if they were"
            + " real ones, consider them known and replace them.");
  }

  private static BackupException wrong(String what, String hint) {
    return Failure.USAGE.exception("the address of the vault " + what, hint);
  }
}
