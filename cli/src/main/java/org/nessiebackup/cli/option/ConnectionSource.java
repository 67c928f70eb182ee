package org.nessiebackup.cli.option;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.output.Invocation;

/**
 * A place that says how to reach the database. One place counts as a whole: the host of one is
 * never combined with the password of another, so that no password reaches a server it is not for.
 *
 * @param jdbcUrl the URL
 * @param user the role, if the place says it
 * @param password the password, if the place has it
 */
record ConnectionSource(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
  private static final Pattern SECRET_IN_URL =
      Pattern.compile("[?&](password|sslpassword)=.|//[^/?]*@");

  /** A URL given to us by name; its password has places of its own. */
  static ConnectionSource explicit(String jdbcUrl, Invocation invocation) {
    if (SECRET_IN_URL.matcher(jdbcUrl).find()) {
      throw new BackupException(
          Failure.USAGE,
          "the JDBC URL holds a login, which others can see in the list of processes",
          "Take it out, and use --user with --password-file or --password-command.");
    }
    return new ConnectionSource(
        jdbcUrl, Optional.empty(), invocation.variable("NESSIE_BACKUP_PASSWORD").map(Secret::new));
  }

  /** The first place in the environment that names a database. */
  static Optional<ConnectionSource> fromEnvironment(Invocation invocation) {
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
                        invocation.variable("POSTGRES_DB").or(() -> user),
                        List.of()),
                    user,
                    invocation.variable("POSTGRES_PASSWORD").map(Secret::new)));
  }

  /** As psql and pg_dump are told; the driver itself looks into PGPASSFILE. */
  private static Optional<ConnectionSource> libpq(Invocation invocation) {
    Optional<String> host = invocation.variable("PGHOST");
    Optional<String> database = invocation.variable("PGDATABASE");
    if (host.isEmpty() && database.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> user = invocation.variable("PGUSER");
    List<String> parameters = new ArrayList<>();
    invocation.variable("PGSSLMODE").ifPresent(mode -> parameters.add("sslmode=" + encode(mode)));
    invocation
        .variable("PGSSLROOTCERT")
        .ifPresent(file -> parameters.add("sslrootcert=" + encode(file)));
    return Optional.of(
        new ConnectionSource(
            url(
                host.orElse("localhost"),
                invocation.variable("PGPORT"),
                database.or(() -> user),
                parameters),
            user,
            invocation.variable("PGPASSWORD").map(Secret::new)));
  }

  /** As Nessie itself is told. */
  private static Optional<ConnectionSource> quarkus(Invocation invocation) {
    String prefix = "QUARKUS_DATASOURCE_POSTGRESQL_";
    return invocation
        .variable(prefix + "JDBC_URL")
        .map(
            url ->
                new ConnectionSource(
                    url,
                    invocation.variable(prefix + "USERNAME"),
                    invocation.variable(prefix + "PASSWORD").map(Secret::new)));
  }

  /** Kubernetes sets the variable too, as a URL, where a service is named "postgres". */
  private static String plainPort(String port) {
    return port.startsWith("tcp://") ? port.substring(port.lastIndexOf(':') + 1) : port;
  }

  private static String url(
      String host, Optional<String> port, Optional<String> database, List<String> parameters) {
    if (host.startsWith("/")) {
      throw new BackupException(
          Failure.USAGE,
          "the host \"%s\" is the folder of a Unix socket".formatted(host),
          "Java reaches PostgreSQL by TCP only: use localhost, or the server's name.");
    }
    String[] hosts = host.split(",", -1);
    String[] ports = port.orElse("5432").split(",", -1);
    if (ports.length != 1 && ports.length != hosts.length) {
      throw new BackupException(
          Failure.USAGE,
          "there are %d hosts and %d ports".formatted(hosts.length, ports.length),
          "Give one port, or one for each host.");
    }
    List<String> places = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      boolean version6 = hosts[i].contains(":") && !hosts[i].startsWith("[");
      String name = version6 ? "[" + hosts[i] + "]" : hosts[i];
      places.add(name + ":" + ports[ports.length == 1 ? 0 : i]);
    }
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return "jdbc:postgresql://%s/%s%s"
        .formatted(
            String.join(",", places),
            database.map(ConnectionSource::encode).orElse("postgres"),
            query);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
