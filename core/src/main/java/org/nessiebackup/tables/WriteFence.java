package org.nessiebackup.tables;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Keeps a catalog from being written to once another one takes its place: a constraint on its
 * tables that no row fulfils which anybody inserts or updates. Other than a privilege that is taken
 * away it binds superusers and owners too, and nothing has to be remembered to take it away again.
 * Rows that are there stay as they are, and can be read.
 */
public final class WriteFence {
  /** The constraint's name, which is all that whoever runs into it is shown. */
  public static final String NAME = "nessie_backup_superseded";

  /** Longer than any statement of Nessie, shorter than anybody's patience. */
  private static final String LOCK_TIMEOUT = "10s";

  /** What was acknowledged to us must not be lost with the server. */
  private static final String AS_SET =
      """
      SELECT set_config(name, reset_val, true) FROM pg_settings WHERE name = 'synchronous_commit'
      """;

  private static final String FENCED =
      """
      SELECT c.relname FROM pg_constraint f
        JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND f.conname = ? AND f.contype = 'c'
      """;

  private WriteFence() {}

  /** Whether nobody can write to any of the tables. */
  public static boolean isRaised(Session session, CatalogLocation catalog) {
    return fenced(session, catalog).containsAll(catalog.names());
  }

  private static List<String> fenced(Session session, CatalogLocation catalog) {
    return session.texts("look for the fence", FENCED, catalog.schema(), catalog.names(), NAME);
  }

  /**
   * Lets every transaction end that writes just now, and no further one begin.
   *
   * @param session in no transaction
   * @param mark what the catalog says of itself from then on
   * @param allowConnected whether to go on although somebody is connected who uses the tables
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody is connected, {@link
   *     Failure#LOCKED} if somebody holds the tables for long, {@link Failure#PERMISSION} unless
   *     the role owns tables and schema; nothing was changed then
   */
  public static void raise(
      Session session, CatalogLocation catalog, ReplicaMark mark, boolean allowConnected) {
    in(
        session,
        () -> {
          for (String table : catalog.names()) {
            session.execute(
                "lock table \"" + table + "\"",
                "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(name(catalog, table)));
          }
          List<String> connected = ConnectedSessions.of(session, catalog);
          if (!allowConnected && !connected.isEmpty()) {
            throw Failure.TARGET_GUARDED.exception(
                "the catalog is in use: " + String.join("; ", connected),
                "Stop its Nessie (scale it to 0) and try again; nothing was changed.");
          }
          List<String> already = fenced(session, catalog);
          for (String table : catalog.names()) {
            if (!already.contains(table)) {
              session.execute(
                  "fence table \"" + table + "\"",
                  "ALTER TABLE %s ADD CONSTRAINT %s CHECK (false) NOT VALID"
                      .formatted(name(catalog, table), Sql.name(NAME)));
            }
          }
          mark.put(session, catalog.schema());
        });
  }

  /**
   * Takes the fence away.
   *
   * @param mark what the catalog has said of itself before
   */
  public static void lower(Session session, CatalogLocation catalog, Optional<ReplicaMark> mark) {
    in(
        session,
        () -> {
          for (String table : fenced(session, catalog)) {
            session.execute(
                "take the fence of table \"" + table + "\" away",
                "ALTER TABLE %s DROP CONSTRAINT %s"
                    .formatted(name(catalog, table), Sql.name(NAME)));
          }
          mark.ifPresentOrElse(
              before -> before.put(session, catalog.schema()),
              () -> ReplicaMark.remove(session, catalog.schema()));
        });
  }

  private static void in(Session session, Runnable work) {
    session.execute("begin a transaction", "BEGIN");
    try {
      session.execute("limit the wait", "SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
      session.texts("commit as the server is told to", AS_SET);
      work.run();
      session.execute("commit the fence", "COMMIT");
    } catch (RuntimeException e) {
      session.rollBackAfter(e);
      throw e;
    }
  }

  private static String name(CatalogLocation catalog, String table) {
    return Sql.name(catalog.schema(), table);
  }
}
