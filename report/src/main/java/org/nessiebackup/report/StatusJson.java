package org.nessiebackup.report;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.point.JournalReach;
import org.nessiebackup.vault.point.TipPoint;

/** {@code status}. */
public final class StatusJson {
  private static final Shape<Aged<BackupEntry.Listed>> BACKUP =
      Shape.<Aged<BackupEntry.Listed>>empty()
          .text("id", each -> each.value.id().value())
          .time("snapshot_at", each -> each.value.manifest().snapshotAt())
          .ageIf("age_seconds", Aged::age)
          .members(
              NotesJson.CLOCKS, each -> BackupClocks.of(each.value.manifest(), each.report.now()));

  private static final Shape<Aged<VerificationRecord>> VERIFICATION =
      Shape.<Aged<VerificationRecord>>empty()
          .text("id", each -> each.value.backup().value())
          .members(NotesJson.VERIFICATION, Aged::value)
          .ageIf("age_seconds", Aged::age);

  private static final Shape<Aged<DrillRecord>> PASSED_OR_NOT =
      Shape.<Aged<DrillRecord>>empty()
          .text("id", each -> each.value.backup().value())
          .time("at", each -> each.value.ended())
          .flag("passed", each -> each.value.passed());

  private static final Shape<Aged<DrillRecord>> DRILL =
      PASSED_OR_NOT
          .textIf("failed_step", each -> each.value.failedStep())
          .ageIf("age_seconds", Aged::age);

  private static final Shape<Aged<DrillRecord>> GOOD_DRILL =
      PASSED_OR_NOT.ageIf("age_seconds", Aged::age);

  private static final Shape<Aged<TipPoint>> TIP =
      Shape.<Aged<TipPoint>>empty()
          .text("id", each -> each.value.id().toString())
          .time("at", each -> each.value.at())
          .ageIf("age_seconds", Aged::age);

  private static final Shape<Aged<JournalReach>> JOURNAL =
      Shape.<Aged<JournalReach>>empty()
          .text("epoch", each -> each.value.epoch().value())
          .text("to", each -> each.value.to().toString())
          .time("reached_at", each -> each.value.at())
          .ageIf("age_seconds", Aged::age)
          .textIf("base", each -> each.value.base().map(BackupId::value))
          .objectIf("end", JournalJson.END, each -> each.value.end());

  private static final Shape<Aged<JournalProofRecord>> PROOF =
      Shape.<Aged<JournalProofRecord>>empty()
          .time("at", each -> each.value.at())
          .flag("sound", each -> !each.value.failed())
          .textIf("to", each -> each.value.provenTo().map(BackupId::value))
          .number("unproven", each -> each.value.unproven().size())
          .ageIf("age_seconds", Aged::age);

  private static final Shape<ReplicaState> REPLICA =
      Shape.of(ReplicaState.class)
          .text("name", state -> state.head().name())
          .text("phase", state -> state.phase().label())
          .number("epoch", ReplicaState::epoch)
          .time("at", state -> state.head().at())
          .textIf("reason", ReplicaState::reason);

  /** How a vault is. */
  public static final Shape<StatusReport> STATUS =
      Shape.of(StatusReport.class)
          .text("vault", StatusReport::location)
          .objectIf("last_backup", BACKUP, report -> backup(report, report.newest().backup()))
          .objectIf("last_full", BACKUP, report -> backup(report, report.newest().full()))
          .objectIf("last_verification", VERIFICATION, StatusJson::verification)
          .objectIf("last_drill", DRILL, report -> drill(report, report.newest().drills().newest()))
          .objectIf(
              "last_good_drill",
              GOOD_DRILL,
              report -> drill(report, report.newest().drills().newestPassed()))
          .objectIf("last_tip", TIP, StatusJson::tip)
          .objectIf("journal", JOURNAL, StatusJson::journal)
          .objectIf(
              "last_journal_proof",
              PROOF,
              report -> proof(report, report.newest().proofs().newest()))
          .objectIf(
              "last_good_journal_proof",
              PROOF,
              report -> proof(report, report.newest().proofs().newestPassed()))
          .ageIf("rpo_seconds", StatusReport::recoveryPoint)
          .number("chain_depth", report -> report.newest().chainDepth())
          .number("backups", report -> report.counts().backups())
          .number("unreadable", report -> report.counts().unreadable())
          .number("damaged", report -> report.counts().doubted())
          .number("pinned", report -> report.counts().pinned())
          .number("tips", report -> report.counts().tips())
          .number("objects", report -> report.usage().objects())
          .number("bytes", report -> report.usage().bytes())
          .numberIf("free_bytes", report -> report.usage().freeBytes().stream().boxed().findFirst())
          .number("unfinished", report -> report.usage().unfinished())
          .flag("uploads_known", report -> report.usage().uploadsHidden().isEmpty())
          .list("replicas", REPLICA, report -> report.newest().replicas())
          .list("leases", LeaseJson.LEASE, report -> LeaseJson.of(report.leases(), report.now()))
          .flag("stale", StatusReport::stale)
          .texts("findings", report -> report.warnings().findings())
          .texts("clock_warnings", report -> report.warnings().clocks());

  private StatusJson() {}

  /** Something of which the report says how old it is, if that is known. */
  private record Aged<T>(T value, StatusReport report, Optional<Duration> age) {}

  private static Optional<Aged<BackupEntry.Listed>> backup(
      StatusReport report, Optional<BackupEntry.Listed> backup) {
    return backup.map(each -> new Aged<>(each, report, each.time().recent().map(report::age)));
  }

  private static Optional<Aged<TipPoint>> tip(StatusReport report) {
    return report
        .newest()
        .tip()
        .map(each -> new Aged<>(each, report, Optional.of(report.age(each.at()))));
  }

  private static Optional<Aged<JournalReach>> journal(StatusReport report) {
    return report
        .newest()
        .journal()
        .map(each -> new Aged<>(each, report, Optional.of(report.age(each.at()))));
  }

  private static Optional<Aged<JournalProofRecord>> proof(
      StatusReport report, Optional<JournalProofRecord> proof) {
    return proof.map(each -> new Aged<>(each, report, Optional.of(report.age(each.at()))));
  }

  private static Optional<Aged<VerificationRecord>> verification(StatusReport report) {
    return report
        .newest()
        .verified()
        .map(each -> new Aged<>(each, report, Optional.of(report.age(each.verified()))));
  }

  private static Optional<Aged<DrillRecord>> drill(
      StatusReport report, Optional<DrillRecord> drill) {
    return drill.map(each -> new Aged<>(each, report, Optional.of(report.age(each.ended()))));
  }
}
