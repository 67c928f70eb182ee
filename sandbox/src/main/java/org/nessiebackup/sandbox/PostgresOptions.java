package org.nessiebackup.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a throw-away server is to be. Everybody is trusted, except the roles in {@code
 * passwordUsers}.
 *
 * @param majorVersion the PostgreSQL release wanted; empty means the newest on the class path
 * @param settings server settings by name, in the spelling of {@code postgresql.conf}; they win
 *     over the defaults, which trade the safety of the data for speed
 * @param tls whether the server also speaks TLS, with a certificate that it signs itself
 * @param passwordUsers roles by name with their passwords; they are created with {@code LOGIN} and
 *     have to prove the password with SCRAM-SHA-256
 */
public record PostgresOptions(
    OptionalInt majorVersion,
    Map<String, String> settings,
    boolean tls,
    Map<String, String> passwordUsers) {

  public PostgresOptions {
    settings = Map.copyOf(settings);
    passwordUsers = Map.copyOf(passwordUsers);
    for (String name : settings.keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
        throw new IllegalArgumentException("\"" + name + "\" is no name of a server setting");
      }
    }
    for (String name : passwordUsers.keySet()) {
      if (name.isEmpty() || name.contains("\n") || name.contains("\"")) {
        throw new IllegalArgumentException("\"" + name + "\" can't be named in pg_hba.conf");
      }
    }
  }

  /** The newest server on the class path, without TLS, with nobody who needs a password. */
  public static PostgresOptions defaults() {
    return new PostgresOptions(OptionalInt.empty(), Map.of(), false, Map.of());
  }

  public PostgresOptions withMajorVersion(int version) {
    return new PostgresOptions(OptionalInt.of(version), settings, tls, passwordUsers);
  }

  public PostgresOptions withSetting(String name, String value) {
    return new PostgresOptions(majorVersion, with(settings, name, value), tls, passwordUsers);
  }

  public PostgresOptions withTls() {
    return new PostgresOptions(majorVersion, settings, true, passwordUsers);
  }

  public PostgresOptions withPasswordUser(String user, String password) {
    return new PostgresOptions(majorVersion, settings, tls, with(passwordUsers, user, password));
  }

  /** Names the users, never their passwords. */
  @Override
  public String toString() {
    return "PostgresOptions[majorVersion=%s, settings=%s, tls=%s, passwordUsers=%s]"
        .formatted(majorVersion, settings, tls, passwordUsers.keySet());
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
