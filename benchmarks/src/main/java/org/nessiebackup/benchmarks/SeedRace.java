package org.nessiebackup.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;
import org.nessiebackup.sandbox.PostgresServer;

/** Makes a replica on a second server, beside a restore of the same catalog there. */
final class SeedRace {
  private static final String RESTORED = "restored";
  private static final double LIMIT = 1.2;

  private final Workbench bench;
  private final PostgresServer second;
  private final Ours ours;
  private final Link link;
  private final Line restore;
  private final Line create;
  private final Results results = new Results();

  private SeedRace(Workbench bench, PostgresServer second, Link link) {
    this.bench = bench;
    this.second = second;
    this.link = link;
    this.ours = new Ours(bench, link, "vault");
    this.restore = new Line("`restore latest` into the second server", link);
    this.create = new Line("`replica create` there, until it has everything", link);
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    bench.decodeLogically();
    try (PostgresServer second =
        arguments.server().start(Workbench.options().withSetting("wal_level", "logical"))) {
      return new SeedRace(bench, second, arguments.link()).run(arguments.rounds());
    }
  }

  private Results run(int rounds) throws SQLException {
    ours.begin();
    ours.run("backup");
    for (int round = 1; round <= rounds; round++) {
      Benchmark.SEED.say("round %d of %d".formatted(round, rounds));
      if (round % 2 == 0) {
        create();
        restore();
      } else {
        restore();
        create();
      }
    }
    results.promiseTime(create, restore, Limit.of(LIMIT));
    return results;
  }

  private void restore() throws SQLException {
    begin(RESTORED);
    results.add(
        restore,
        ours.run("restore", "latest", "--yes", "--jdbc-url", url(RESTORED), "--user", user()));
    end(RESTORED);
  }

  /** A round begins without a catalog there, so nothing is made anew. */
  private void create() throws SQLException {
    begin(Workbench.DATABASE);
    Sample made =
        ours.run(
            "replica",
            "create",
            "--yes",
            "--json",
            "--to",
            url(Workbench.DATABASE),
            "--to-user",
            user(),
            "--primary-address",
            address());
    results.add(create, made);
    end(Workbench.DATABASE);
  }

  private void begin(String database) throws SQLException {
    execute("CREATE DATABASE " + database);
    execute("CHECKPOINT");
    bench.calm();
  }

  /** A race that brings less than all is won by nobody. */
  private void end(String database) throws SQLException {
    String expected = bench.query(Workbench.DATABASE, Workbench.CONTENT);
    String actual = query(database, Workbench.CONTENT);
    if (!actual.equals(expected)) {
      throw new IllegalStateException(
          "\"%s\" has %s instead of %s".formatted(database, actual, expected));
    }
    if (database.equals(Workbench.DATABASE)) {
      ours.run(
          "replica",
          "drop",
          "--yes",
          "--replica-jdbc-url",
          url(database),
          "--replica-user",
          user());
    }
    execute("DROP DATABASE %s WITH (FORCE)".formatted(database));
  }

  private String user() {
    return second.user();
  }

  private String url(String database) {
    return "%s?sslmode=%s".formatted(second.jdbcUrl(database), link.sslMode());
  }

  /** The account of the second server has no folder of its own in which libpq could look. */
  private String address() {
    return "host=%s port=%d dbname=%s user=%s sslmode=%s sslcert=/none"
        .formatted(
            bench.server().host(),
            bench.server().port(),
            Workbench.DATABASE,
            bench.server().user(),
            link.sslMode());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = second.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String database, String sql) throws SQLException {
    try (Connection connection = second.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
