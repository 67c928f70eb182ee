package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.Operation;
import org.projectnessie.versioned.BranchName;
import org.projectnessie.versioned.VersionStoreException;
import org.projectnessie.versioned.storage.common.config.StoreConfig;

/**
 * The catalog of a shop, which people understand when they look at it: its jobs append to tables,
 * somebody tries something on a branch, and one day a job goes wrong. Made by Nessie's own library
 * in Nessie's tables; each step says when it happened.
 *
 * @param connection leads to the database
 * @param schema where the tables are
 */
public record ShopCatalog(Connection connection, String schema) {
  /** The table that the accident overwrites. */
  public static final String OVERWRITTEN = "sales.orders";

  /** The table that the accident drops. */
  public static final String DROPPED = "crm.customers";

  /** The branch that the accident deletes. */
  public static final String DELETED = "dev/pricing";

  private static final BranchName ETL = BranchName.of("etl/nightly");
  private static final String LOADER = "loader@shop.example";
  private static final List<List<String>> TABLES =
      List.of(
          List.of("sales", "orders"),
          List.of("sales", "items"),
          List.of("sales", "returns"),
          List.of("crm", "customers"),
          List.of("crm", "contacts"),
          List.of("web", "visits"),
          List.of("web", "carts"),
          List.of("stock", "products"),
          List.of("stock", "suppliers"));

  /** Makes the tables of Nessie, and in them the shop with its first rows. */
  public void create(Instant at) throws SQLException {
    SampleCatalog.createTables(connection, schema);
    change(
        at,
        history -> {
          history.begin();
          for (String name : List.of("sales", "crm", "web", "stock")) {
            history.putNamespace(CatalogHistory.MAIN, Map.of("owner", name), name);
          }
          for (List<String> table : TABLES) {
            append(history, CatalogHistory.MAIN, 0, table);
          }
          history.branch(ETL.getName(), CatalogHistory.MAIN);
          history.branch(DELETED, CatalogHistory.MAIN);
          history.tag("year-end", CatalogHistory.MAIN);
        });
  }

  /**
   * What the jobs of some hours commit.
   *
   * @param batch which hours, from 1
   */
  public void work(Instant at, int batch) throws SQLException {
    change(
        at,
        history -> {
          for (int i = 0; i < TABLES.size(); i++) {
            if ((batch + i) % 3 != 0) {
              append(history, CatalogHistory.MAIN, batch, TABLES.get(i));
            }
          }
          append(history, ETL, batch, TABLES.get(batch % TABLES.size()));
          if (batch % 4 == 1) {
            append(history, BranchName.of(DELETED), batch, List.of("stock", "products"));
          }
        });
  }

  /** A job writes into the wrong tables, and somebody cleans up too much. */
  public void accident(Instant at) throws SQLException {
    change(
        at,
        history -> {
          history.put(
              CatalogHistory.MAIN,
              "INSERT OVERWRITE from an empty staging table",
              "cleanup@shop.example",
              Map.of(key(OVERWRITTEN), history.table(0, "tmp", "staging_orders")));
          history.commit(
              CatalogHistory.MAIN,
              "drop what nobody has read for a month",
              "cleanup@shop.example",
              List.of(Operation.Delete.of(key(DROPPED))));
          history.delete(BranchName.of(DELETED));
        });
  }

  private static void append(
      CatalogHistory history, BranchName branch, int batch, List<String> table)
      throws VersionStoreException {
    String[] key = table.toArray(String[]::new);
    history.put(
        branch,
        "append to %s, batch %d".formatted(String.join(".", table), batch),
        LOADER,
        Map.of(ContentKey.of(key), history.table(batch, key)));
  }

  private static ContentKey key(String dotted) {
    return ContentKey.of(dotted.split("\\."));
  }

  private interface Change {
    void make(CatalogHistory history) throws VersionStoreException;
  }

  private void change(Instant at, Change change) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      RowStore store = new RowStore(new CatalogTables(connection, schema, ""));
      store.loadExisting();
      StoreConfig config = StoreConfig.Adjustable.empty().withClock(new TickingClock(at));
      RowPersist persist = new RowPersist(store, config);
      change.make(new CatalogHistory(persist, new Random(at.toEpochMilli()), new CatalogCounts()));
      store.finish();
      connection.commit();
    } catch (VersionStoreException failure) {
      connection.rollback();
      throw new IllegalStateException("Nessie refuses the shop's catalog", failure);
    } catch (SQLException | RuntimeException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }
}
