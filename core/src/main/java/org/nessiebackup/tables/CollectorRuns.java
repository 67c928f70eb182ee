package org.nessiebackup.tables;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * The records of a program that deletes files which the catalog does not need any more, where they
 * are kept in the same database as the catalog.
 */
public final class CollectorRuns {
  private static final String SCHEMAS =
      """
      SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ? AND c.relkind IN ('r', 'p')
        AND EXISTS (SELECT 1 FROM pg_class d
          WHERE d.relnamespace = n.oid AND d.relname = ? AND d.relkind IN ('r', 'p'))
      ORDER BY n.nspname
      """;

  private CollectorRuns() {}

  /**
   * A run.
   *
   * @param id its name
   * @param status its state, by the program's own word
   * @param began when it began to look what is needed; its clock and zone are taken to be UTC
   * @param deleting when it began to delete; absent if it never did
   * @param deferred files that it has found, and that are still to be deleted
   */
  public record Run(
      String id, String status, Instant began, Optional<Instant> deleting, long deferred) {}

  /** The schemas that hold its tables. */
  public static List<String> schemas(Session session, String runs, String deferred) {
    return session.texts("look for Nessie GC's tables", SCHEMAS, runs, deferred);
  }

  /**
   * Its runs, oldest first.
   *
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#PERMISSION} if the
   *     role may not read them
   */
  public static List<Run> list(Session session, String schema, String runs, String deferred) {
    String query =
        """
        SELECT r.live_set_id, r.set_status, r.identify_started, r.expire_started,
          (SELECT count(*) FROM %2$s d WHERE d.live_set_id = r.live_set_id)
        FROM %1$s r ORDER BY r.identify_started
        """
            .formatted(Sql.name(schema, runs), Sql.name(schema, deferred));
    return new ArrayList<>(session.query("read the runs of Nessie GC", query, CollectorRuns::run));
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        String.valueOf(row.getString(1)),
        String.valueOf(row.getString(2)),
        time(row, 3).orElse(Instant.EPOCH),
        time(row, 4),
        row.getLong(5));
  }

  /** Stored without a zone, as the clock on its wall was. */
  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(time -> time.toInstant(ZoneOffset.UTC));
  }
}
