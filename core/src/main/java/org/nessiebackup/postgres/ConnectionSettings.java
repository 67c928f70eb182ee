package org.nessiebackup.postgres;

import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How to reach a database.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?…} with any parameter of the driver
 * @param user the role; the one in the URL, or the operating system's user, if absent
 * @param password absent where the server wants none, or the URL or {@code .pgpass} has it
 * @param applicationName how our sessions call themselves; shown to whoever asks who holds a lock
 */
public record ConnectionSettings(
    String jdbcUrl, Optional<String> user, Optional<Secret> password, String applicationName) {
  /** Refuses what is not a URL of this driver. */
  public ConnectionSettings {
    if (!jdbcUrl.startsWith("jdbc:postgresql:")
        || Driver.parseURL(jdbcUrl, new Properties()) == null) {
      throw new BackupException(
          Failure.USAGE,
          "the JDBC URL is not one of PostgreSQL",
          "It looks like jdbc:postgresql://host:5432/database?currentSchema=nessie.");
    }
  }

  /** Host, port and database for messages; without parameters, which may hold a password. */
  public String describe() {
    Properties parts = Driver.parseURL(jdbcUrl, new Properties());
    return "%s:%s/%s"
        .formatted(
            PGProperty.PG_HOST.getOrDefault(parts),
            PGProperty.PG_PORT.getOrDefault(parts),
            PGProperty.PG_DBNAME.getOrDefault(parts));
  }

  /**
   * The same database's URL for a program that finds its tables by the search path, such as Nessie.
   *
   * @param schema a name that needs no quotes
   */
  public String jdbcUrlIn(String schema) {
    int question = jdbcUrl.indexOf('?');
    String place = question < 0 ? jdbcUrl : jdbcUrl.substring(0, question);
    String parameters =
        question < 0
            ? ""
            : Stream.of(jdbcUrl.substring(question + 1).split("&", -1))
                .filter(each -> !each.isEmpty() && !each.startsWith("currentSchema="))
                .map("&"::concat)
                .collect(Collectors.joining());
    return place + "?currentSchema=" + schema + parameters;
  }

  Properties properties() {
    Properties properties = new Properties();
    user.ifPresent(name -> PGProperty.USER.set(properties, name));
    password.ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret.value()));
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Our work is a handful of statements; what the driver prepares it would never use twice.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    return properties;
  }

  /** Never shows the password, nor the URL's parameters. */
  @Override
  public String toString() {
    return describe();
  }
}
