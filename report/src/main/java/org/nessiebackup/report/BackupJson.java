package org.nessiebackup.report;

import java.util.Optional;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.copy.CopyReport;
import org.nessiebackup.imports.ImportReport;
import org.nessiebackup.postgres.ConnectionSecurity;
import org.nessiebackup.retention.PruneReport;

/** {@code backup} and {@code import}. */
public final class BackupJson {
  private static final Shape<ConnectionSecurity> CONNECTION =
      Shape.of(ConnectionSecurity.class)
          .text("encryption", security -> security.encryption().label())
          .textIf("protocol", ConnectionSecurity::protocol)
          .text("verified", security -> security.verified().label());

  private static final Shape<BackupReport.FullReason> FULL_REASON =
      Shape.of(BackupReport.FullReason.class)
          .text("full_reason", BackupReport.FullReason::label)
          .text("full_because", BackupReport.FullReason::sentence);

  private static final Shape<BackupReport> BACKUP =
      Shape.of(BackupReport.class)
          .text("backup_id", report -> report.manifest().id().value())
          .seconds("seconds_elapsed", BackupReport::elapsed)
          .number("depth", BackupReport::depth)
          .membersIf(FULL_REASON, BackupReport::fullReason)
          .textIf("clock_doubt", report -> report.time().doubt().map(doubt -> doubt.label()))
          .object("connection", CONNECTION, BackupReport::security)
          .object("backup", ManifestJson.SUMMARY, BackupReport::manifest);

  /** A backup, and what was done after it. */
  public static final Shape<Result> RESULT =
      Shape.of(Result.class)
          .members(BACKUP, Result::backup)
          .objectIf("copy", CopyJson.REPORT, Result::copy)
          .objectIf("prune", PruneJson.REPORT, Result::pruned);

  /** An import. */
  public static final Shape<ImportReport> IMPORT =
      Shape.of(ImportReport.class)
          .text("backup_id", report -> report.manifest().id().value())
          .number("lines", ImportReport::lines)
          .texts("skipped_tables", ImportReport::skippedTables)
          .seconds("seconds_elapsed", ImportReport::elapsed)
          .object("backup", ManifestJson.SUMMARY, ImportReport::manifest);

  private BackupJson() {}

  /**
   * What {@code backup} did.
   *
   * @param backup the backup
   * @param copy what was copied after it, where that was wanted
   * @param pruned what was removed after it, where that was wanted
   */
  public record Result(
      BackupReport backup, Optional<CopyReport> copy, Optional<PruneReport> pruned) {}
}
