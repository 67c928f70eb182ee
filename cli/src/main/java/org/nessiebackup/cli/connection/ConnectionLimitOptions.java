package org.nessiebackup.cli.connection;

import java.time.Duration;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.postgres.ConnectionLimits;
import picocli.CommandLine.Option;

/** How long the database is waited for. */
final class ConnectionLimitOptions {
  @Option(
      names = "--connect-timeout",
      paramLabel = "SPAN",
      order = 25,
      converter = DurationOption.class,
      description = "How long a connection to the database may take to be made (default: 30s).")
  Duration connect;

  @Option(
      names = "--server-timeout",
      paramLabel = "SPAN",
      order = 25,
      converter = DurationOption.class,
      description =
          "How long the database's server may give no sign of life while it owes an answer"
              + " (default: 3m). A server that is at work is waited for.")
  Duration server;

  @Option(
      names = "--lock-timeout",
      paramLabel = "SPAN",
      order = 25,
      converter = DurationOption.class,
      description =
          "How long to wait for a lock that somebody else holds in the database (default: 5m).")
  Duration lock;

  ConnectionLimits limits(Duration usualConnect) {
    ConnectionLimits usual = ConnectionLimits.DEFAULT;
    return ConnectionLimits.of(
        given("--connect-timeout", connect, usualConnect),
        given("--server-timeout", server, usual.silence()),
        given("--lock-timeout", lock, usual.lock()));
  }

  private static Duration given(String name, Duration value, Duration usual) {
    if (value != null && value.isZero()) {
      throw Failure.USAGE.exception(
          name + " is no time at all",
          "Give a span such as 30s or 10m; a long one, such as 7d, is nearly no limit.");
    }
    return value == null ? usual : value;
  }
}
