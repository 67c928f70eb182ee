package org.nessiebackup.postgres;

import java.util.Optional;
import org.nessiebackup.Labelled;

/**
 * Whether others can read what a connection carries, and whether it leads to the right server.
 *
 * @param encryption whether it is encrypted
 * @param protocol the version of TLS, where it is known
 * @param verified what was checked of the server's certificate
 * @param local whether it does not leave this machine
 */
public record ConnectionSecurity(
    Encryption encryption, Optional<String> protocol, Verified verified, boolean local) {
  private static final String QUERY =
      "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

  /** Whether it is encrypted. */
  public enum Encryption implements Labelled {
    /** By TLS. */
    TLS,
    /** Not at all. */
    NONE,
    /** It leads through a pooler, and nothing says that it has to be. */
    UNKNOWN;
  }

  /** What was checked of the server's certificate. */
  public enum Verified implements Labelled {
    /** Who has signed it, and that it is for this host. */
    NAME,
    /** Who has signed it. */
    AUTHORITY,
    /** Nothing: anybody could answer. */
    NOTHING;
  }

  /** Of a session. What the server says of TLS is about a pooler's connection if there is one. */
  public static ConnectionSecurity of(Session session) {
    ConnectionSettings settings = session.settings();
    String mode = settings.sslMode();
    boolean pooled = session.process().pooled();
    boolean demanded = mode.equals("require") || mode.startsWith("verify-");
    Optional<Optional<String>> seen =
        session.first(
            "ask for TLS",
            QUERY,
            row ->
                row.getBoolean(1)
                    ? Optional.ofNullable(row.getString(2))
                    : Optional.<String>empty());
    Optional<String> protocol = pooled ? Optional.empty() : seen.flatMap(each -> each);
    boolean encrypted = demanded || protocol.isPresent();
    Encryption encryption =
        encrypted
            ? Encryption.TLS
            : pooled && !mode.equals("disable") ? Encryption.UNKNOWN : Encryption.NONE;
    return new ConnectionSecurity(
        encryption, protocol, encrypted ? verified(mode) : Verified.NOTHING, settings.isLocal());
  }

  private static Verified verified(String mode) {
    return switch (mode) {
      case "verify-full" -> Verified.NAME;
      case "verify-ca" -> Verified.AUTHORITY;
      default -> Verified.NOTHING;
    };
  }

  /** For people. */
  public String describe() {
    String how =
        switch (encryption) {
          case TLS -> "encrypted" + protocol.map(version -> " (" + version + ")").orElse("");
          case NONE -> "not encrypted";
          case UNKNOWN -> "through a pooler, perhaps not encrypted";
        };
    String who =
        switch (verified) {
          case NAME -> ", certificate and host name checked";
          case AUTHORITY -> ", certificate checked, host name not";
          case NOTHING -> encryption == Encryption.TLS ? ", certificate not checked" : "";
        };
    return how + who + (local ? ", on this machine" : "");
  }
}
