package org.nessiebackup.acceptance.torture;

import java.util.List;
import org.nessiebackup.acceptance.CatalogDatabase;

/**
 * A catalog each of whose changes is written down in the transaction that makes it, outside of the
 * catalog's schema: which transaction, which key, and a hash of the row as the server shows it. An
 * exchange of all tables begins a new epoch.
 */
final class AuditedCatalog {
  /** Of the rows that a change returns as {@code c}. */
  private static final String LOGGED =
      """
      INSERT INTO audit.change (epoch, xid, tab, key, hash)
      SELECT (SELECT max(epoch) FROM audit.epoch), pg_current_xact_id(), '%s', %s, %s FROM c\
      """;

  private static final String ROWS =
      """
      SELECT 'refs2' AS tab, repo || ':' || ref_name AS key, md5(t::text) AS hash FROM %1$s.refs2 t
      UNION ALL
      SELECT 'objs2', repo || ':' || encode(obj_id, 'hex'), md5(t::text) FROM %1$s.objs2 t\
      """;

  private static final String DIFFERENCES =
      """
      WITH latest AS (
        SELECT DISTINCT ON (tab, key) tab, key, hash FROM audit.change
        WHERE epoch = %d AND %s ORDER BY tab, key, seq DESC),
      truth AS (SELECT tab, key, hash FROM latest WHERE hash IS NOT NULL),
      found AS (%s)
      SELECT concat_ws(' ', tab, left(key, 60), truth.hash, found.hash)
      FROM truth FULL JOIN found USING (tab, key)
      WHERE truth.hash IS DISTINCT FROM found.hash LIMIT 20\
      """;

  private final CatalogDatabase database;

  private AuditedCatalog(CatalogDatabase database) {
    this.database = database;
  }

  /** Begins to watch a catalog. */
  static AuditedCatalog watch(CatalogDatabase database) {
    database.execute(
        "CREATE SCHEMA audit",
        "CREATE TABLE audit.epoch (epoch int PRIMARY KEY)",
        "CREATE TABLE audit.change (seq bigserial, epoch int, xid xid8, tab text, key text,"
            + " hash text)");
    AuditedCatalog catalog = new AuditedCatalog(database);
    catalog.beginEpoch();
    return catalog;
  }

  CatalogDatabase database() {
    return database;
  }

  /** A statement that puts rows, written down; it has to end with {@code RETURNING t.*}. */
  static String put(String table, String statement) {
    return "WITH c AS (" + statement + ") " + LOGGED.formatted(table, key(table), "md5(c::text)");
  }

  /** A statement that deletes rows, written down; it has to end with {@code RETURNING t.*}. */
  static String delete(String table, String statement) {
    return "WITH c AS (" + statement + ") " + LOGGED.formatted(table, key(table), "NULL");
  }

  private static String key(String table) {
    return table.equals("refs2")
        ? "c.repo || ':' || c.ref_name"
        : "c.repo || ':' || encode(c.obj_id, 'hex')";
  }

  /** All tables have been exchanged: from now on what they hold is the truth. */
  void beginEpoch() {
    database.execute(
        "BEGIN;"
            + " INSERT INTO audit.epoch SELECT coalesce(max(epoch), 0) + 1 FROM audit.epoch;"
            + " INSERT INTO audit.change (epoch, xid, tab, key, hash)"
            + " SELECT (SELECT max(epoch) FROM audit.epoch), pg_current_xact_id(), r.*"
            + " FROM ("
            + ROWS.formatted("nessie")
            + ") AS r; COMMIT",
        "ANALYZE audit.change");
  }

  int epoch() {
    return Integer.parseInt(database.query("SELECT max(epoch) FROM audit.epoch").getFirst());
  }

  /** How many changes were written down. */
  long changes() {
    return Long.parseLong(database.query("SELECT count(*) FROM audit.change").getFirst());
  }

  /** What differs between the tables of a schema and what a snapshot saw. */
  List<String> differences(String schema, int epoch, String snapshot) {
    String visible = "pg_visible_in_snapshot(xid, '%s'::pg_snapshot)".formatted(snapshot);
    return database.query(
        DIFFERENCES.formatted(epoch, visible, ROWS.formatted('"' + schema + '"')));
  }

  /** What differs between the catalog and what the log says. */
  List<String> differencesNow() {
    return database.query(DIFFERENCES.formatted(epoch(), "true", ROWS.formatted("nessie")));
  }
}
