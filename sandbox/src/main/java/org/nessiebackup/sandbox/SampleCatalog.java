package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Random;
import org.projectnessie.versioned.VersionStoreException;
import org.projectnessie.versioned.storage.common.config.StoreConfig;

/**
 * A Nessie catalog with content that Nessie's own library has made, in the tables that Nessie
 * itself creates for store type JDBC2. The numbers say what was made, over all Nessie repositories.
 *
 * @param branches branches, {@code main} included, without deleted ones
 * @param tags tags
 * @param commits commits on branches, without those that Nessie makes for its own books
 * @param tables Iceberg tables, each branch's own
 * @param objectRows rows in {@code objs2}
 * @param referenceRows rows in {@code refs2}
 */
public record SampleCatalog(
    int branches, int tags, int commits, int tables, long objectRows, long referenceRows) {

  private static final Instant BEGIN = Instant.parse("2026-01-05T06:00:00Z");
  private static final Instant GROWTH = Instant.parse("2026-07-06T06:00:00Z");

  /** Creates the schema if it is missing, and in it the tables and the content. */
  public static SampleCatalog create(Connection connection, String schema, CatalogShape shape)
      throws SQLException {
    return inTransaction(
        connection,
        counts -> {
          createTables(connection, schema);
          for (int i = 0; i < shape.repositories().size(); i++) {
            String repository = shape.repositories().get(i);
            CatalogTables tables = new CatalogTables(connection, schema, repository);
            fill(new RowStore(tables), shape, i, counts);
          }
        });
  }

  /** Creates the schema if it is missing, and in it the tables, with nothing in them. */
  public static void createTables(Connection connection, String schema) throws SQLException {
    // Not IF NOT EXISTS: that wants the right to create schemas even where nothing is to do.
    if (!exists(connection, schema)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA " + Identifiers.quoted(schema));
      }
    }
    new CatalogTables(connection, schema, "").create();
  }

  /**
   * Commits more to a catalog that {@link #create} has made, on the branches of the shape's first
   * Nessie repository. The numbers say what was added; a seed of its own makes other changes than
   * the first time.
   */
  public static SampleCatalog grow(Connection connection, String schema, CatalogShape more)
      throws SQLException {
    return inTransaction(
        connection,
        counts -> {
          String repository = more.repositories().getFirst();
          RowStore store = new RowStore(new CatalogTables(connection, schema, repository));
          store.loadExisting();
          CatalogHistory history = history(store, repository, GROWTH, more.seed(), counts);
          new CatalogPopulation(history, more).update(more.commits());
          finish(store, counts);
        });
  }

  private static void fill(RowStore store, CatalogShape shape, int number, CatalogCounts counts)
      throws SQLException, VersionStoreException {
    String repository = shape.repositories().get(number);
    CatalogHistory history = history(store, repository, BEGIN, shape.seed() + number, counts);
    history.begin();
    CatalogPopulation population = new CatalogPopulation(history, shape);
    population.begin();
    population.update(shape.commitsOf(number));
    if (number == 0) {
      shape.extras().add(history, store);
    }
    finish(store, counts);
  }

  private static CatalogHistory history(
      RowStore store, String repository, Instant begin, long seed, CatalogCounts counts) {
    StoreConfig config =
        StoreConfig.Adjustable.empty()
            .withRepositoryId(repository)
            .withClock(new TickingClock(begin));
    return new CatalogHistory(new RowPersist(store, config), new Random(seed), counts);
  }

  private static void finish(RowStore store, CatalogCounts counts) throws SQLException {
    store.finish();
    counts.objectRows += store.objectRows();
    counts.referenceRows += store.referenceRows();
  }

  private static boolean exists(Connection connection, String schema) throws SQLException {
    String sql = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  /** All or nothing; a transaction that is open already is committed with it. */
  private static SampleCatalog inTransaction(Connection connection, Work work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    CatalogCounts counts = new CatalogCounts();
    try {
      work.run(counts);
      connection.commit();
    } catch (VersionStoreException failure) {
      connection.rollback();
      throw new IllegalStateException("Nessie refuses the sample catalog", failure);
    } catch (SQLException | RuntimeException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
    return new SampleCatalog(
        counts.branches,
        counts.tags,
        counts.commits,
        counts.tables,
        counts.objectRows,
        counts.referenceRows);
  }

  /** What is done in the transaction. */
  private interface Work {
    void run(CatalogCounts counts) throws SQLException, VersionStoreException;
  }
}
