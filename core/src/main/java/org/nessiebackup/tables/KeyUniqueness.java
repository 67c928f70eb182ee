package org.nessiebackup.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Whether each row of a table has a key of its own. The index of the key guarantees that as long as
 * it is sound; so the rows themselves are read, and no index. A table that has several rows with
 * one key can be read, but nobody could restore it.
 *
 * @param session one in a transaction
 * @param catalog the catalog
 */
public record KeyUniqueness(Session session, CatalogLocation catalog) {
  private static final int MOST_NAMED = 3;

  private static final String NO_INDEX =
      """
      SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off;
      SET LOCAL enable_bitmapscan = off; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '32MB'
      """;

  private static final String AS_BEFORE =
      """
      SET LOCAL enable_indexscan TO DEFAULT; SET LOCAL enable_indexonlyscan TO DEFAULT;
      SET LOCAL enable_bitmapscan TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT;
      SET LOCAL work_mem TO DEFAULT
      """;

  /**
   * Looks at the tables of a catalog, in a transaction of its own.
   *
   * @param wanted what they are wanted to be; a table that has no key is checked for that of these
   */
  public static List<ReadObstacle> of(
      Session session, CatalogLocation catalog, List<TableShape> wanted) {
    session.execute("begin a transaction", "BEGIN TRANSACTION READ ONLY");
    KeyUniqueness keys = new KeyUniqueness(session, catalog);
    List<ReadObstacle> obstacles = new ArrayList<>();
    for (TableShape each : wanted) {
      TableInspector.inspect(session, catalog.schema(), each.name())
          .flatMap(table -> keys.obstacle(table.shape(), key(table.shape(), each)))
          .ifPresent(obstacles::add);
    }
    session.execute("end the transaction", "COMMIT");
    return obstacles;
  }

  /**
   * Refuses a table with equal keys, or with rows that have none.
   *
   * @param wanted what it is wanted to be
   * @throws BackupException {@link Failure#CATALOG_UNSUITABLE} naming the keys
   */
  public void refuse(TableShape table, TableShape wanted) {
    refuse(obstacle(table, key(table, wanted)));
  }

  /**
   * The same, of the rows alone that are new or changed since a horizon.
   *
   * @param table one with a key
   */
  public void refuseAmongChanged(TableShape table, long horizon) {
    List<String> key = table.primaryKey();
    String sql =
        """
        WITH changed AS MATERIALIZED (SELECT ctid AS place, %s FROM ONLY %s WHERE %s)
        SELECT DISTINCT %s AS key FROM changed AS k JOIN ONLY %s AS o ON %s
        WHERE o.ctid <> k.place ORDER BY key LIMIT %d
        """
            .formatted(
                Sql.names(key),
                Sql.name(catalog.schema(), table.name()),
                ChangedRows.condition(horizon),
                text(table, key, "k."),
                Sql.name(catalog.schema(), table.name()),
                key.stream()
                    .map(each -> "o.%1$s = k.%1$s".formatted(Sql.name(each)))
                    .collect(Collectors.joining(" AND ")),
                MOST_NAMED + 1);
    refuse(obstacle(table, key, sql));
  }

  private static void refuse(Optional<ReadObstacle> obstacle) {
    if (obstacle.isPresent()) {
      throw obstacle.get().toException();
    }
  }

  private static List<String> key(TableShape table, TableShape wanted) {
    boolean own =
        !table.primaryKey().isEmpty() || !table.columnNames().containsAll(wanted.primaryKey());
    return own ? table.primaryKey() : wanted.primaryKey();
  }

  private Optional<ReadObstacle> obstacle(TableShape table, List<String> key) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    String none =
        key.stream().map(each -> Sql.name(each) + " IS NULL").collect(Collectors.joining(" OR "));
    String sql =
        "SELECT %s AS key FROM ONLY %s GROUP BY %s HAVING count(*) > 1 OR bool_or(%s) ORDER BY key LIMIT %d"
            .formatted(
                text(table, key, ""),
                Sql.name(catalog.schema(), table.name()),
                Sql.names(key),
                none,
                MOST_NAMED + 1);
    return obstacle(table, key, sql);
  }

  private Optional<ReadObstacle> obstacle(TableShape table, List<String> key, String sql) {
    String what = "compare the keys of table \"" + table.name() + "\"";
    session.execute(what, NO_INDEX);
    List<String> keys = session.query(what, sql, row -> row.getString("key"));
    session.execute(what, AS_BEFORE);
    return keys.isEmpty() ? Optional.empty() : Optional.of(obstacle(table, key, keys));
  }

  private ReadObstacle obstacle(TableShape table, List<String> key, List<String> found) {
    String more = found.size() > MOST_NAMED ? " and more" : "";
    String names = Sql.names(key);
    String name = Sql.name(catalog.schema(), table.name());
    return new ReadObstacle(
        ReadObstacle.Kind.EQUAL_KEYS,
        Failure.CATALOG_UNSUITABLE,
        "table \"%s\" has several rows with one key, or rows without one, so a backup of it could not be restored: "
                .formatted(table.name())
            + found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
            + more,
        "The index of its key is damaged or missing. Stop Nessie, look at the rows (SET"
            + " enable_indexscan = off; SET enable_bitmapscan = off; SELECT ctid, * FROM "
            + name
            + " WHERE ("
            + names
            + ") IN (SELECT "
            + names
            + " FROM "
            + name
            + " GROUP BY "
            + names
            + " HAVING count(*) > 1);), DELETE the wrong ones by their ctid, then REINDEX TABLE "
            + name
            + ";");
  }

  /** Of bytes in hexadecimal digits, whatever the server writes otherwise. */
  private static String text(TableShape table, List<String> key, String alias) {
    return key.stream()
        .map(
            each -> {
              Column column =
                  table.columns().stream()
                      .filter(one -> one.name().equals(each))
                      .findFirst()
                      .orElseThrow();
              String name = alias + Sql.name(each);
              String value =
                  column.type().name().equals("bytea")
                      ? "'\\x' || encode(" + name + ", 'hex')"
                      : "'\"' || " + name + "::text || '\"'";
              return Sql.text(each + " ") + " || coalesce(" + value + ", 'NULL')";
            })
        .collect(Collectors.joining(" || ', ' || ", "'(' || ", " || ')'"));
  }
}
