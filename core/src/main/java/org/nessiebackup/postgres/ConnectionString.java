package org.nessiebackup.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;

/**
 * How one server reaches another one, in libpq's form, without a password.
 *
 * @param parameters such as {@code host} and {@code port}, in their order
 */
public record ConnectionString(Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*([A-Za-z_]+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|((?:[^\\s'\\\\]|\\\\.)*))");

  private static final Pattern PLAIN = Pattern.compile("[^\\s'\\\\]+");

  /** Takes its own copy. */
  public ConnectionString {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * From what somebody has written.
   *
   * @param text such as {@code host=db.example.org port=5432}
   * @throws BackupException {@link Failure#USAGE} if it cannot be read, or has a password in it
   */
  public static ConnectionString parse(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      parameters.put(matcher.group(1), value.replaceAll("\\\\(.)", "$1"));
    }
    if (!text.substring(end).isBlank() || parameters.isEmpty()) {
      // Not shown: it may be a URL with a login.
      throw Failure.USAGE.exception(
          "what is given as the address of a server cannot be read",
          "It has libpq's form: \"host=db.example.org port=5432 sslmode=verify-full\".");
    }
    parameters.keySet().stream()
        .filter(name -> name.contains("password"))
        .findFirst()
        .ifPresent(
            name -> {
              throw Failure.USAGE.exception(
                  "the address of a server has \"" + name + "\" in it",
                  "Take it out; a password has an option of its own, so that nothing shows it.");
            });
    return new ConnectionString(parameters);
  }

  /** The same with what another one says, which wins. */
  public ConnectionString with(ConnectionString other) {
    Map<String, String> both = new LinkedHashMap<>(parameters);
    both.putAll(other.parameters);
    return new ConnectionString(both);
  }

  /** The same with a parameter, unless it has that. */
  public ConnectionString withMissing(String name, String value) {
    Map<String, String> both = new LinkedHashMap<>(parameters);
    both.putIfAbsent(name, value);
    return new ConnectionString(both);
  }

  /** A parameter; absent if nothing is said of it. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** In libpq's form, with the password. */
  public Secret with(Optional<Secret> password) {
    return new Secret(
        password
            .map(secret -> this + " password=" + quoted(secret.value()))
            .orElseGet(this::toString));
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** In libpq's form. */
  @Override
  public String toString() {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + quoted(each.getValue()))
        .collect(Collectors.joining(" "));
  }
}
