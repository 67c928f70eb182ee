package org.nessiebackup.tables;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * The state of a catalog at one moment, which several sessions can read together. Holds a read-only
 * transaction and the weakest lock there is (ACCESS SHARE, as any SELECT does): Nessie reads and
 * writes on, only changes of the tables' definition and VACUUM FULL wait.
 *
 * @param catalog where the tables are
 * @param exported by which other sessions take it over
 * @param transactions the transactions it sees, as {@code pg_current_snapshot} writes them
 * @param takenAt the moment, by the server's clock
 * @param tables the tables as they were at that moment
 */
public record CatalogSnapshot(
    CatalogLocation catalog,
    String exported,
    String transactions,
    Instant takenAt,
    List<TableDescription> tables) {
  private static final String STATE =
      "SELECT pg_export_snapshot(), pg_current_snapshot()::text, transaction_timestamp()";

  /**
   * Takes the snapshot; it lasts as long as the session.
   *
   * <p>The lock comes before the snapshot, which the first query takes: so nobody can rewrite or
   * swap the tables between the moment we see and the moment we read.
   *
   * @throws BackupException {@link Failure#PERMISSION} naming the GRANT that is missing, {@link
   *     Failure#CATALOG_UNSUITABLE} if the tables do not hold all rows that are read through their
   *     names
   */
  public static CatalogSnapshot open(Session session, CatalogLocation catalog) {
    return open(session, catalog, Optional.empty());
  }

  /**
   * The same of a moment that somebody else holds.
   *
   * @param held the snapshot that another session has exported, which lasts at least until this
   *     returns; one of this moment if absent
   */
  public static CatalogSnapshot open(
      Session session, CatalogLocation catalog, Optional<String> held) {
    ReadObstacles.refusePrivileges(session, catalog);
    session.execute("begin a transaction", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    String names =
        catalog.names().stream()
            .map(name -> Sql.name(catalog.schema(), name))
            .collect(Collectors.joining(", "));
    session.execute(
        "lock the tables for reading", "LOCK TABLE ONLY " + names + " IN ACCESS SHARE MODE");
    held.ifPresent(name -> share(session, name));
    // As of the same moment, so that nobody moves rows to a child table in between.
    ReadObstacles.refuseShape(session, catalog);
    return session.one(
        "take a snapshot",
        STATE,
        row ->
            new CatalogSnapshot(
                catalog,
                row.getString(1),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                TableInspector.inspect(session, catalog)));
  }

  /**
   * Tries whether two sessions can see a catalog as of one moment, and leaves no transaction open.
   *
   * @param other opens the second session
   * @throws BackupException as {@link #open} and {@link #adopt}
   */
  public static void probe(Session session, CatalogLocation catalog, Supplier<Session> other) {
    try {
      CatalogSnapshot snapshot = open(session, catalog);
      try (Session reader = other.get()) {
        snapshot.adopt(reader);
      }
      snapshot.end(session);
    } catch (BackupException e) {
      session.rollBackAfter(e);
      throw e;
    }
  }

  /**
   * Cuts a table into stretches of as many neighbouring pages.
   *
   * @param stretchBytes about how large a stretch is to be, on disk
   * @param atLeast how many stretches there are to be at least, pages permitting
   */
  public List<PageRange> ranges(TableDescription table, long stretchBytes, int atLeast) {
    return PageRange.cut(table.pages(), Math.max(atLeast, stretches(table, stretchBytes)));
  }

  /**
   * The same of about as many bytes each, so that readers who share them finish together. Rows grow
   * with the age of a catalog, and large values lie outside of the pages.
   *
   * @param session sees this snapshot
   */
  public List<PageRange> equalRanges(
      Session session, TableDescription table, long stretchBytes, int atLeast) {
    int count = Math.max(atLeast, stretches(table, stretchBytes));
    return new RowSizes(session, catalog.schema(), table).equalRanges(count);
  }

  private static int stretches(TableDescription table, long stretchBytes) {
    return Math.toIntExact(Math.ceilDiv(table.bytes(), stretchBytes));
  }

  /** Makes another session see this snapshot; to be called before its first query. */
  public void adopt(Session reader) {
    reader.execute("begin a transaction", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    share(reader, exported);
  }

  private static void share(Session reader, String name) {
    try {
      reader.execute("share the snapshot", "SET TRANSACTION SNAPSHOT " + Sql.text(name));
    } catch (BackupException e) {
      if (e.failure() != Failure.DATABASE) {
        throw e;
      }
      throw Failure.CONNECTION.exception(
          "the snapshot is gone, because the session that held it has ended",
          "Look into the server's log for the reason, then run the command again. Connect to the"
              + " server itself, not to a pooler that shares connections by transaction.",
          e);
    }
  }

  /** Lets go of the snapshot and its lock, in the session that took it. */
  public void end(Session session) {
    session.execute("end the snapshot", "COMMIT");
  }
}
