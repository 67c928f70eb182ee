package org.nessiebackup.cli.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;

/**
 * libpq's variables that say how to connect, not where to: they hold for every database, whatever
 * names it, unless its URL says something else. One that cannot be heeded is refused by its name,
 * since a connection that is less safe than was asked for would be worse than none.
 */
public final class LibpqSettings {
  private static final String SSL_MODE = "sslmode";
  private static final String ROOT_CERTIFICATE = "sslrootcert";

  /** What the driver calls them. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("PGSSLMODE", SSL_MODE),
          Map.entry("PGSSLROOTCERT", ROOT_CERTIFICATE),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLNEGOTIATION", "sslNegotiation"),
          Map.entry("PGCHANNELBINDING", "channelBinding"),
          Map.entry("PGREQUIREAUTH", "requireAuth"),
          Map.entry("PGGSSENCMODE", "gssEncMode"),
          Map.entry("PGKRBSRVNAME", "kerberosServerName"),
          Map.entry("PGOPTIONS", "options"));

  private static final Map<String, String> SERVER_TYPES =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "read-only", "secondary",
          "primary", "primary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  /** What would make a connection safer, and the driver cannot do. */
  private static final List<String> IMPOSSIBLE = List.of("PGSSLCRL", "PGSSLCRLDIR");

  private static final List<String> OLD_PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2");

  private final Invocation invocation;

  /** Reads the environment of an invocation. */
  public LibpqSettings(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The URL, with what the environment says besides. */
  public String applyTo(String url) {
    refuseImpossible();
    Map<String, String> parameters = new LinkedHashMap<>();
    NAMES.keySet().stream()
        .sorted()
        .forEach(
            name ->
                invocation
                    .variable(name)
                    .ifPresent(value -> parameters.put(NAMES.get(name), value)));
    invocation
        .variable("PGREQUIRESSL")
        .filter(value -> value.equals("1"))
        .ifPresent(value -> parameters.putIfAbsent(SSL_MODE, "require"));
    invocation
        .variable("PGTARGETSESSIONATTRS")
        .ifPresent(value -> parameters.put("targetServerType", serverType(value)));
    return TrustedCertificates.resolve(JdbcUrl.withMissing(url, parameters));
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
      throw refused("PGCONNECT_TIMEOUT", "it has to be a number of seconds");
    }
    return Long.parseLong(text.strip());
  }

  private void refuseImpossible() {
    List<String> found = new ArrayList<>(IMPOSSIBLE);
    found.removeIf(name -> invocation.variable(name).isEmpty());
    if (!found.isEmpty()) {
      throw refused(found.getFirst(), "Java's driver cannot do what it asks for");
    }
    invocation
        .variable("PGSSLMINPROTOCOLVERSION")
        .filter(version -> !OLD_PROTOCOLS.contains(version))
        .ifPresent(
            version -> {
              throw refused("PGSSLMINPROTOCOLVERSION", "only TLSv1.2 and what is newer is offered");
            });
  }

  private static String serverType(String attributes) {
    String type = SERVER_TYPES.get(attributes);
    if (type == null) {
      throw refused("PGTARGETSESSIONATTRS", "it has to be one of libpq's words");
    }
    return type;
  }

  private static BackupException refused(String name, String why) {
    return Failure.USAGE.exception(
        "the variable %s is set and cannot be heeded: %s".formatted(name, why),
        "Unset it, if the connection may be made without.");
  }
}
