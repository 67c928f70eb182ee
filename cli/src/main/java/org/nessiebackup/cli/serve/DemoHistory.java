package org.nessiebackup.cli.serve;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.ShopCatalog;

/**
 * Three days of a shop, in some seconds. Commits, backups and verifications are real; only the two
 * clocks that they are told by are put back, that of the program and that of the server.
 */
final class DemoHistory {
  static final String CATALOG = "shop";
  static final String DATABASE = "nessie";
  private static final String SCHEMA = "nessie";

  /** How long ago the jobs ran; the last time was before the accident. */
  private static final List<Duration> WORK =
      List.of(
          Duration.ofHours(70),
          Duration.ofHours(58),
          Duration.ofHours(46),
          Duration.ofHours(34),
          Duration.ofHours(22),
          Duration.ofHours(16),
          Duration.ofHours(10),
          Duration.ofHours(6),
          Duration.ofHours(4),
          Duration.ofHours(3),
          Duration.ofHours(2));

  private static final Duration ACCIDENT = Duration.ofMinutes(95);
  private static final Duration NOTICED = Duration.ofMinutes(60);

  /** The jobs after which a full backup was made, and which was verified. */
  private static final int DAY = 4;

  /** The jobs after which a drill was made. */
  private static final int DRILLED = 7;

  private static final List<String> CLOCKS = List.of("clock_timestamp", "transaction_timestamp");

  private final NessieBackup root;
  private final Invocation within;
  private final Path settings;
  private final PostgresServer server;

  /**
   * Makes nothing yet.
   *
   * @param within what the commands get of the outside
   * @param settings the file that describes the catalog
   * @param server an empty one
   */
  DemoHistory(NessieBackup root, Invocation within, Path settings, PostgresServer server) {
    this.root = root;
    this.within = within;
    this.settings = settings;
    this.server = server;
  }

  void make() throws SQLException {
    server.createDatabase(DATABASE);
    try (Connection connection = server.connect(DATABASE)) {
      connection.setClientInfo("ApplicationName", "nessie-backup demo");
      ShopCatalog shop = new ShopCatalog(connection, SCHEMA);
      Duration first = WORK.getFirst().plusHours(2);
      shop.create(ago(first));
      putBack(connection, first);
      run(first, "init");
      run(first, "backup", "--type", "full");
      for (int i = 0; i < WORK.size(); i++) {
        work(connection, shop, i);
      }
      shop.accident(ago(ACCIDENT));
      putBack(connection, NOTICED);
      run(NOTICED, "backup");
      setRight(connection);
      run(Duration.ZERO, "backup");
    }
  }

  private void work(Connection connection, ShopCatalog shop, int number) throws SQLException {
    Duration age = WORK.get(number);
    Duration soon = age.minusMinutes(10);
    shop.work(ago(age), number + 1);
    putBack(connection, soon);
    if (number % DAY == DAY - 1) {
      run(soon, "backup", "--type", "full");
      run(soon.minusMinutes(10), "verify", "latest");
    } else {
      run(soon, "backup");
    }
    if (number == DRILLED) {
      run(soon.minusMinutes(20), "drill");
    }
  }

  private Instant ago(Duration age) {
    return within.clock().instant().minus(age);
  }

  /** Who asks this database for the time, and does not say whose, is told one of the past. */
  private static void putBack(Connection connection, Duration age) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS demo_clock");
      for (String clock : CLOCKS) {
        statement.execute(
            """
            CREATE OR REPLACE FUNCTION demo_clock.%s() RETURNS timestamptz LANGUAGE sql
            AS $$ SELECT pg_catalog.%s() - interval '%d seconds' $$
            """
                .formatted(clock, clock, age.toSeconds()));
      }
      statement.execute("ALTER DATABASE nessie SET search_path = demo_clock, pg_catalog");
    }
  }

  private static void setRight(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE nessie RESET search_path");
      for (String clock : CLOCKS) {
        statement.execute("DROP FUNCTION demo_clock.%s()".formatted(clock));
      }
      statement.execute("DROP SCHEMA demo_clock");
    }
  }

  private void run(Duration age, String... command) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<String> errors = new ArrayList<>();
    PrintStream heard = new PrintStream(new LineOutput(errors::add), true, StandardCharsets.UTF_8);
    Invocation then =
        new Invocation(
            new Streams(nowhere, heard, InputStream.nullInputStream()),
            within.environment(),
            Clock.offset(within.clock(), age.negated()),
            within.cancellation());
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--config", settings.toString(), "--catalog", CATALOG));
    int status = root.run(then, words.toArray(String[]::new));
    within.cancellation().check();
    if (status != 0) {
      throw Failure.INTERNAL.exception(
          "the demonstration failed: \"%s\" ended with status %d: %s"
              .formatted(command[0], status, String.join(" ", errors)));
    }
  }
}
