package org.nessiebackup.cli.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.ConnectionSettings;

/**
 * libpq's parameters of a connection in the words of Java's driver. One that cannot be heeded is
 * refused by its name, since a connection that is less safe than was asked for would be worse than
 * none.
 */
final class LibpqParameters {
  private static final String TARGET = "target_session_attrs";
  private static final String LOWEST_PROTOCOL = "ssl_min_protocol_version";

  /** Where the words are not the same. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("sslnegotiation", "sslNegotiation"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("require_auth", "requireAuth"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("krbsrvname", "kerberosServerName"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry(TARGET, "targetServerType"));

  private static final Map<String, String> SERVER_TYPES =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "read-only", "secondary",
          "primary", "primary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  /** What says nothing of where to, as whom and how safely; or what we say ourselves. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          "application_name",
          "fallback_application_name",
          "client_encoding",
          "keepalives",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "load_balance_hosts",
          "sslcompression",
          "sslsni",
          "gsslib");

  private static final Set<String> IMPOSSIBLE =
      Set.of("sslcrl", "sslcrldir", "sslcertmode", "requirepeer", "passfile", "hostaddr");

  private static final List<String> OLD_PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2");

  private LibpqParameters() {}

  /**
   * The same for the driver. Words of the driver itself stay as they are.
   *
   * @param shown how a message calls a parameter
   * @throws BackupException {@link Failure#USAGE} naming the first that cannot be heeded
   */
  static Map<String, String> forDriver(Map<String, String> given, UnaryOperator<String> shown) {
    Map<String, String> parameters = new LinkedHashMap<>();
    given.forEach(
        (name, value) ->
            why(name, value)
                .ifPresentOrElse(
                    reason -> {
                      throw refused(shown.apply(name), reason);
                    },
                    () -> {
                      if (!PASSED_OVER.contains(name) && !name.equals(LOWEST_PROTOCOL)) {
                        parameters.put(
                            NAMES.getOrDefault(name, name),
                            name.equals(TARGET) ? SERVER_TYPES.get(value) : value);
                      }
                    }));
    return parameters;
  }

  private static Optional<String> why(String name, String value) {
    if (name.equals(LOWEST_PROTOCOL)) {
      return OLD_PROTOCOLS.contains(value)
          ? Optional.empty()
          : Optional.of("only TLSv1.2 and what is newer is offered");
    }
    if (name.equals(TARGET) && !SERVER_TYPES.containsKey(value)) {
      return Optional.of("it has to be one of libpq's words");
    }
    if (!ConnectionSettings.heeds(NAMES.getOrDefault(name, name))
        && !IMPOSSIBLE.contains(name)
        && !PASSED_OVER.contains(name)) {
      return Optional.of("Java's driver knows no such parameter");
    }
    return IMPOSSIBLE.contains(name)
        ? Optional.of("Java's driver cannot do what it asks for")
        : Optional.empty();
  }

  static BackupException refused(String shown, String why) {
    return Failure.USAGE.exception(
        "%s is set and cannot be heeded: %s".formatted(shown, why),
        "Unset it, if the connection may be made without.");
  }
}
