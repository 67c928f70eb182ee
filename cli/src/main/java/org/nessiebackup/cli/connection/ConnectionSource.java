package org.nessiebackup.cli.connection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;

/**
 * A place that says how to reach the database. One place counts as a whole: the host of one is
 * never combined with the password of another, so that no password reaches a server it is not for.
 *
 * @param jdbcUrl the URL
 * @param user the role, if the place says it
 * @param password the password, if the place has it
 */
public record ConnectionSource(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
  /** That of Nessie's current JDBC store, then that of charts before it had a name. */
  private static final List<String> QUARKUS_FIRST =
      List.of("QUARKUS_DATASOURCE_POSTGRESQL_", "QUARKUS_DATASOURCE_");

  private static final Pattern SECRET_IN_URL =
      Pattern.compile("[?&](password|sslpassword)=.|//[^/?]*@");

  /**
   * A URL given to us by name. Without a login of its own it has that of the environment's place,
   * if both lead to the same server.
   *
   * @param typed whether it is on the command line, where others can see it
   */
  public static ConnectionSource explicit(String given, boolean typed, Invocation invocation) {
    String url = JdbcUrl.of(given);
    refuseShown(url, typed);
    ConnectionSource own = of(url);
    Optional<Secret> password =
        own.password().or(() -> invocation.variable("NESSIE_BACKUP_PASSWORD").map(Secret::new));
    if (own.user().isPresent() || password.isPresent()) {
      return new ConnectionSource(own.jdbcUrl(), own.user(), password);
    }
    return fromEnvironment(invocation)
        .filter(each -> isSameServer(each.jdbcUrl(), url))
        .map(each -> new ConnectionSource(own.jdbcUrl(), each.user(), each.password()))
        .orElse(own);
  }

  /**
   * The URL of a second server. Without a login of its own it has none, as what the environment has
   * is for the first one.
   *
   * @param typed whether it is on the command line, where others can see it
   */
  public static ConnectionSource alone(String given, boolean typed) {
    String url = JdbcUrl.of(given);
    refuseShown(url, typed);
    return of(url);
  }

  /** The same with a login that is given besides, and wins. */
  public ConnectionSource as(Optional<String> otherUser, Optional<Secret> otherPassword) {
    return new ConnectionSource(
        jdbcUrl, otherUser.or(() -> user), otherPassword.or(() -> password));
  }

  private static void refuseShown(String url, boolean typed) {
    if (typed && SECRET_IN_URL.matcher(url).find()) {
      throw Failure.USAGE.exception(
          "the JDBC URL holds a login, which others can see in the list of processes",
          "Take it out, and use --user with --password-file or --password-command; or give the URL"
              + " in the environment, as NESSIE_BACKUP_JDBC_URL.");
    }
  }

  static boolean isSameServer(String one, String other) {
    return JdbcUrl.server(JdbcUrl.of(one)).equals(JdbcUrl.server(JdbcUrl.of(other)));
  }

  /** Takes the login out of a URL, so that no message has it. */
  private static ConnectionSource of(String url) {
    Map<String, String> parameters = JdbcUrl.parameters(url);
    return new ConnectionSource(
        JdbcUrl.without(JdbcUrl.without(url, "password"), "user"),
        Optional.ofNullable(parameters.get("user")),
        Optional.ofNullable(parameters.get("password")).map(Secret::new));
  }

  /** The first place in the environment that names a database. */
  public static Optional<ConnectionSource> fromEnvironment(Invocation invocation) {
    return runbook(invocation).or(() -> libpq(invocation)).or(() -> quarkus(invocation));
  }

  /** As the PostgreSQL images and the jobs around them name things. */
  private static Optional<ConnectionSource> runbook(Invocation invocation) {
    Optional<String> user = invocation.variable("POSTGRES_USER");
    return invocation
        .variable("POSTGRES_HOST")
        .map(
            host ->
                new ConnectionSource(
                    url(
                        host,
                        invocation.variable("POSTGRES_PORT").map(ConnectionSource::plainPort),
                        invocation.variable("POSTGRES_DB").or(() -> user)),
                    user,
                    invocation.variable("POSTGRES_PASSWORD").map(Secret::new)));
  }

  /** As psql and pg_dump are told; the driver itself looks into PGPASSFILE and PGSERVICEFILE. */
  private static Optional<ConnectionSource> libpq(Invocation invocation) {
    Optional<String> service = invocation.variable("PGSERVICE");
    Optional<String> host =
        invocation.variable("PGHOST").or(() -> invocation.variable("PGHOSTADDR"));
    Optional<String> database = invocation.variable("PGDATABASE");
    Optional<String> user = invocation.variable("PGUSER");
    Optional<String> url =
        service.isPresent()
            ? service.map(name -> "jdbc:postgresql:///?service=" + JdbcUrl.encode(name))
            : host.or(() -> database.map(unused -> "localhost"))
                .map(there -> url(there, invocation.variable("PGPORT"), database.or(() -> user)));
    return url.map(
        found ->
            new ConnectionSource(found, user, invocation.variable("PGPASSWORD").map(Secret::new)));
  }

  /** As Nessie itself is told; older charts named no data source, and names may be quoted. */
  private static Optional<ConnectionSource> quarkus(Invocation invocation) {
    List<String> named =
        invocation.environment().keySet().stream()
            .filter(name -> name.matches("QUARKUS_DATASOURCE_(\\w+_)?JDBC_URL"))
            .filter(
                name ->
                    JdbcUrl.of(invocation.variable(name).orElse("")).startsWith("jdbc:postgresql:"))
            .map(name -> name.substring(0, name.length() - "JDBC_URL".length()))
            .sorted()
            .toList();
    return QUARKUS_FIRST.stream()
        .filter(named::contains)
        .findFirst()
        .or(() -> named.stream().findFirst())
        .map(prefix -> quarkus(prefix, invocation));
  }

  private static ConnectionSource quarkus(String prefix, Invocation invocation) {
    ConnectionSource own = of(JdbcUrl.of(invocation.variable(prefix + "JDBC_URL").orElseThrow()));
    return new ConnectionSource(
        own.jdbcUrl(),
        invocation.variable(prefix + "USERNAME").or(own::user),
        invocation.variable(prefix + "PASSWORD").map(Secret::new).or(own::password));
  }

  /** Kubernetes sets the variable too, as a URL, where a service is named "postgres". */
  private static String plainPort(String port) {
    return port.startsWith("tcp://") ? port.substring(port.lastIndexOf(':') + 1) : port;
  }

  private static String url(String host, Optional<String> port, Optional<String> database) {
    return "jdbc:postgresql://%s/%s"
        .formatted(JdbcUrl.places(host, port), database.map(JdbcUrl::encode).orElse("postgres"));
  }
}
