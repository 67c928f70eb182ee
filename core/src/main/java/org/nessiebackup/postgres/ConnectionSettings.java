package org.nessiebackup.postgres;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.HostSpec;

/**
 * How to reach a database.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?…} with any parameter of the driver
 * @param user the role; the one in the URL, or the operating system's user, if absent
 * @param password absent where the server wants none, or the URL or {@code .pgpass} has it
 * @param applicationName how our sessions call themselves; shown to whoever looks who holds a lock
 * @param limits how long the server is waited for
 */
public record ConnectionSettings(
    String jdbcUrl,
    Optional<String> user,
    Optional<Secret> password,
    String applicationName,
    ConnectionLimits limits) {
  /** Of a connection of which properties say everything; a shorter one would name a database. */
  static final String BARE_URL = "jdbc:postgresql:///";

  private static final Pattern SERVICE = Pattern.compile("[?&]service=([^&]*)");

  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private static final int CANCEL_SECONDS = 5;

  /** Refuses what is not a URL of this driver. */
  public ConnectionSettings {
    if (!jdbcUrl.startsWith("jdbc:postgresql:")
        || Driver.parseURL(jdbcUrl, new Properties()) == null) {
      throw refused(jdbcUrl);
    }
  }

  private static BackupException refused(String jdbcUrl) {
    String form =
        "It looks like jdbc:postgresql://HOST:5432/DATABASE or postgresql://HOST:5432/DATABASE";
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      return Failure.USAGE.exception("the JDBC URL is not one of PostgreSQL", form + ".");
    }
    Matcher service = SERVICE.matcher(jdbcUrl);
    return service.find()
        ? Failure.USAGE.exception(
            "there is no service \"%s\" in the service file, or a line of the file cannot be read"
                .formatted(service.group(1)),
            "PGSERVICEFILE names the file; without it, that is .pg_service.conf in the home folder."
                + " Java's driver reads none in which a name is not one of libpq's.")
        : Failure.USAGE.exception(
            "the JDBC URL cannot be read",
            form + "; a port is a number up to 65535, and a % in it is written as %25.");
  }

  /** Whether the driver heeds a parameter of such a URL. */
  public static boolean heeds(String parameter) {
    return PGProperty.forName(parameter) != null;
  }

  /** With the usual limits. */
  public ConnectionSettings(
      String jdbcUrl, Optional<String> user, Optional<Secret> password, String applicationName) {
    this(jdbcUrl, user, password, applicationName, ConnectionLimits.DEFAULT);
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

  /** How long one response may take, where the URL limits that; 0 for ever. */
  int responseMillis() {
    String given = PGProperty.SOCKET_TIMEOUT.getOrNull(Driver.parseURL(jdbcUrl, new Properties()));
    return given == null ? 0 : Math.multiplyExact(Integer.parseInt(given), 1000);
  }

  private static int seconds(Duration duration) {
    return Math.clamp(duration.toSeconds(), 1, Integer.MAX_VALUE / 1000);
  }

  /**
   * All that there is to say of a connection to one of the servers that the URL may lead to.
   *
   * @param patience how long to wait for each response
   */
  Properties propertiesAt(HostSpec host, Duration patience) {
    Properties properties = allProperties();
    PGProperty.PG_HOST.set(properties, host.getHost());
    PGProperty.PG_PORT.set(properties, host.getPort());
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(patience));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(patience));
    return properties;
  }

  /** With those in the URL, which win. */
  private Properties allProperties() {
    Properties properties = properties();
    Properties given = Driver.parseURL(jdbcUrl, new Properties());
    given
        .stringPropertyNames()
        .forEach(name -> properties.setProperty(name, given.getProperty(name)));
    return properties;
  }

  /**
   * All that there is to say of a connection that the server streams changes over.
   *
   * @param name what it calls itself, whatever the URL says: a server knows standbys by it
   */
  Properties replicationProperties(String name) {
    Properties properties = allProperties();
    PGProperty.APPLICATION_NAME.set(properties, name);
    PGProperty.REPLICATION.set(properties, "database");
    // Else the driver would say its name by a statement, which such a connection may not.
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    return properties;
  }

  Properties properties() {
    Properties properties = new Properties();
    user.ifPresent(name -> PGProperty.USER.set(properties, name));
    password.ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret.value()));
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    PGProperty.SOCKET_FACTORY.set(properties, KeepAliveSockets.class.getName());
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(limits.connect()));
    // For the login only; a session has none then, since what takes long need not be broken.
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(limits.connect()));
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, CANCEL_SECONDS);
    // Our work is a handful of statements; what the driver prepares it would never use twice.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    return properties;
  }

  /**
   * For libpq on another machine, which has none of our files; without a password. Who logs in is
   * absent where the driver takes the operating system's user.
   */
  ConnectionString connectionString() {
    Properties parts = allProperties();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("host", PGProperty.PG_HOST.getOrDefault(parts));
    parameters.put("port", PGProperty.PG_PORT.getOrDefault(parts));
    parameters.put("dbname", PGProperty.PG_DBNAME.getOrDefault(parts));
    Optional.ofNullable(PGProperty.USER.getOrNull(parts))
        .ifPresent(name -> parameters.put("user", name));
    if (!sslMode().equals("prefer")) {
      parameters.put("sslmode", sslMode());
    }
    return new ConnectionString(parameters);
  }

  /** The password that is given; absent if there is none, or a file has it. */
  Optional<Secret> givenPassword() {
    return Optional.ofNullable(PGProperty.PASSWORD.getOrNull(allProperties())).map(Secret::new);
  }

  /** How much TLS is wanted, in libpq's words. */
  String sslMode() {
    Properties parts = Driver.parseURL(jdbcUrl, new Properties());
    String plain = PGProperty.SSL.getOrNull(parts);
    String mode = PGProperty.SSL_MODE.getOrNull(parts);
    boolean asked = plain != null && !plain.equals("false");
    return mode != null ? mode : asked ? "verify-full" : "prefer";
  }

  /** The file of the client's key, if there is one. */
  Optional<String> clientKey() {
    return Optional.ofNullable(
        PGProperty.SSL_KEY.getOrNull(Driver.parseURL(jdbcUrl, new Properties())));
  }

  /** Whether the URL leads to this machine and no other. */
  boolean isLocal() {
    String hosts = PGProperty.PG_HOST.getOrDefault(Driver.parseURL(jdbcUrl, new Properties()));
    return Stream.of(String.valueOf(hosts).split(",", -1)).allMatch(LOCAL::contains);
  }

  /** Never shows the password, nor the URL's parameters. */
  @Override
  public String toString() {
    return describe();
  }
}
