package org.nessiebackup.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.testing.TestDatabase;

/**
 * All kinds of things that happen to a catalog, in an order that a seed decides: what Nessie does,
 * what its tools do, what administrators do, and transactions that stay open for a while.
 */
final class RandomHistory implements AutoCloseable {
  private final TestDatabase database;
  private final Random random;
  private Optional<Connection> open = Optional.empty();
  private int number;

  RandomHistory(TestDatabase database, long seed) {
    this.database = database;
    this.random = new Random(seed);
  }

  /** Does the next thing and says what it was. */
  String next() throws SQLException {
    number++;
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4 -> grow();
      case 5, 6 -> execute("DELETE FROM nessie.objs2" + some());
      case 7 -> execute("UPDATE nessie.objs2 SET obj_ref = " + number + some());
      case 8 ->
          execute(
              "UPDATE nessie.objs2 SET obj_ref = %d WHERE abs(hashtext(obj_id::text)) %% 11 = %d"
                  .formatted(number, random.nextInt(11)));
      case 9 -> execute("UPDATE nessie.objs2 SET obj_value = obj_value || '\\x00'" + some());
      case 10, 11 -> execute(insert());
      case 12 -> replaceByDeleteAndInsert();
      case 13 -> execute("UPDATE nessie.refs2 SET ext_info = pointer WHERE repo <> ''");
      case 14 -> execute("VACUUM nessie.objs2");
      case 15 -> execute("VACUUM (FULL, FREEZE) nessie.objs2");
      case 16 -> execute("VACUUM FREEZE nessie.objs2");
      case 17 -> execute("CLUSTER nessie.objs2 USING objs2_pkey");
      case 18, 19, 20 -> toggleOpenTransaction();
      case 21 -> execute("BEGIN; SAVEPOINT s; " + insert() + "; ROLLBACK TO s; COMMIT");
      case 22 -> execute("ALTER TABLE nessie.objs2 SET (fillfactor = " + (50 + number % 50) + ")");
      default -> rewrite();
    };
  }

  /** A share of the rows of the second Nessie repository, on whose content nothing else depends. */
  private String some() {
    int share = 3 + random.nextInt(40);
    return " WHERE repo <> '' AND abs(hashtext(obj_id::text)) %% %d = %d"
        .formatted(share, random.nextInt(share));
  }

  private String insert() {
    return ("INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)"
            + " SELECT 'junk', sha256((%d * 1000 + n)::text::bytea), 'v', NULL, '\\x01', n"
            + " FROM generate_series(1, %d) AS n ON CONFLICT DO NOTHING")
        .formatted(random.nextInt(40), 1 + random.nextInt(30));
  }

  private String grow() throws SQLException {
    int commits = 1 + random.nextInt(6);
    try (Connection connection = database.connect()) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(commits).withoutMilestones().withSeed(1000 + number));
    }
    return commits + " commits";
  }

  private String replaceByDeleteAndInsert() throws SQLException {
    String some = some();
    return execute(
        "BEGIN; CREATE TEMP TABLE r ON COMMIT DROP AS SELECT * FROM nessie.objs2"
            + some
            + "; DELETE FROM nessie.objs2"
            + some
            + "; UPDATE r SET obj_vers = 'v"
            + number
            + "'; INSERT INTO nessie.objs2 SELECT * FROM r; COMMIT");
  }

  /** All rows get new versions, or the table is emptied and filled again. */
  private String rewrite() throws SQLException {
    return random.nextBoolean()
        ? execute("UPDATE nessie.objs2 SET obj_ref = coalesce(obj_ref, 0) + 1")
        : execute(
            "BEGIN; CREATE TEMP TABLE r ON COMMIT DROP AS SELECT * FROM nessie.objs2;"
                + " TRUNCATE nessie.objs2; INSERT INTO nessie.objs2 SELECT * FROM r; COMMIT");
  }

  /** Begins a transaction with subtransactions that sees backups come and go, or ends it. */
  private String toggleOpenTransaction() throws SQLException {
    if (open.isPresent()) {
      return end();
    }
    Connection connection = database.connect();
    open = Optional.of(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < 3; i++) {
        statement.execute("SAVEPOINT s" + i);
        statement.execute(
            "INSERT INTO nessie.objs2 (repo, obj_id, obj_type)"
                + " VALUES ('open', '\\x%08x%02x', 'v')".formatted(number, i));
        statement.execute((i == 1 ? "ROLLBACK TO" : "RELEASE") + " SAVEPOINT s" + i);
      }
    }
    return "begin with savepoints";
  }

  private String end() throws SQLException {
    boolean commit = random.nextInt(3) > 0;
    try (Connection connection = open.orElseThrow()) {
      open = Optional.empty();
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
    }
    return commit ? "commit" : "rollback";
  }

  private String execute(String sql) throws SQLException {
    boolean exclusive = Optional.of(sql).filter(RandomHistory::needsTheTable).isPresent();
    if (exclusive && open.isPresent()) {
      end();
    }
    database.execute(sql);
    return sql;
  }

  private static boolean needsTheTable(String sql) {
    return sql.contains("FULL")
        || sql.startsWith("CLUSTER")
        || sql.contains("TRUNCATE")
        || sql.startsWith("ALTER")
        || sql.startsWith("VACUUM");
  }

  @Override
  public void close() throws SQLException {
    if (open.isPresent()) {
      open.get().close();
    }
  }
}
