package org.nessiebackup.cli.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.cli.console.Invocation;

/**
 * libpq's variables that say how to connect, not where to: they hold for every database, whatever
 * names it, unless its URL says something else.
 */
public final class LibpqSettings {
  private static final String SSL_MODE = "sslmode";

  /** Their names as parameters. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("PGSSLMODE", SSL_MODE),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLCRL", "sslcrl"),
          Map.entry("PGSSLCRLDIR", "sslcrldir"),
          Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
          Map.entry("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
          Map.entry("PGCHANNELBINDING", "channel_binding"),
          Map.entry("PGREQUIREAUTH", "require_auth"),
          Map.entry("PGGSSENCMODE", "gssencmode"),
          Map.entry("PGKRBSRVNAME", "krbsrvname"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
          Map.entry("PGOPTIONS", "options"));

  private final Invocation invocation;

  /** Reads the environment of an invocation. */
  public LibpqSettings(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The URL, with what the environment says besides. */
  public String applyTo(String url) {
    Map<String, String> given = new TreeMap<>();
    NAMES.forEach(
        (variable, parameter) ->
            invocation.variable(variable).ifPresent(value -> given.put(parameter, value)));
    invocation
        .variable("PGREQUIRESSL")
        .filter(value -> value.equals("1"))
        .ifPresent(value -> given.putIfAbsent(SSL_MODE, "require"));
    Map<String, String> parameters = LibpqParameters.forDriver(given, LibpqSettings::variableOf);
    return ClientKeys.resolve(TrustedCertificates.resolve(JdbcUrl.withMissing(url, parameters)));
  }

  private static String variableOf(String parameter) {
    return NAMES.entrySet().stream()
        .filter(each -> each.getValue().equals(parameter))
        .map(each -> "the variable " + each.getKey())
        .findFirst()
        .orElse(parameter);
  }

  /** How long a connection may take to be made; 0 means, as in libpq, that nothing is said. */
  Optional<Duration> connectTimeout() {
    return invocation
        .variable("PGCONNECT_TIMEOUT")
        .map(LibpqSettings::seconds)
        .filter(seconds -> seconds > 0)
        .map(Duration::ofSeconds);
  }

  private static long seconds(String text) {
    if (!text.strip().matches("-?\\d{1,9}")) {
      throw LibpqParameters.refused(
          "the variable PGCONNECT_TIMEOUT", "it has to be a number of seconds");
    }
    return Long.parseLong(text.strip());
  }
}
