package org.nessiebackup.report;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.retention.PruneReport;

/** {@code prune}. */
public final class PruneJson {
  private static final Shape<RetentionPolicy> POLICY =
      Shape.of(RetentionPolicy.class)
          .number("last", RetentionPolicy::last)
          .number("hourly", policy -> policy.periods().hourly())
          .number("daily", policy -> policy.periods().daily())
          .number("weekly", policy -> policy.periods().weekly())
          .number("monthly", policy -> policy.periods().monthly())
          .number("yearly", policy -> policy.periods().yearly())
          .ageIf("within_seconds", RetentionPolicy::within)
          .ageIf("manual_seconds", RetentionPolicy::manual)
          .texts("tags", RetentionPolicy::tags)
          .text("timezone", RetentionPolicy::timeZone);

  private static final Shape<PrunePlan.Fate> BACKUP =
      Shape.of(PrunePlan.Fate.class)
          .text("id", fate -> fate.id().value())
          .timeIf("snapshot_at", fate -> fate.time().moment())
          .textIf("clock_doubt", fate -> fate.time().doubt().map(doubt -> doubt.label()))
          .flag("keep", PrunePlan.Fate::kept)
          .texts("reasons", PrunePlan.Fate::reasons)
          .number("stored_bytes", PrunePlan.Fate::storedBytes);

  private static final Shape<PrunePlan.TipFate> TIPS =
      Shape.of(PrunePlan.TipFate.class)
          .text("base", fate -> fate.base().value())
          .number("tips", fate -> fate.stored().count())
          .number("bytes", fate -> fate.stored().bytes())
          .time("newest_at", fate -> fate.stored().newest())
          .flag("keep", PrunePlan.TipFate::kept)
          .texts("reasons", PrunePlan.TipFate::reasons);

  private static final Shape<PrunePlan.JournalFate> JOURNAL =
      Shape.of(PrunePlan.JournalFate.class)
          .text("epoch", fate -> fate.epoch().value())
          .number("files", fate -> fate.stored().files())
          .number("bytes", fate -> fate.stored().bytes())
          .flag("keep", PrunePlan.JournalFate::kept)
          .texts("reasons", PrunePlan.JournalFate::reasons);

  private static final Shape<PrunePlan.Orphan> ORPHAN =
      Shape.of(PrunePlan.Orphan.class)
          .text("kind", each -> Labels.of(each.kind()))
          .text("name", PrunePlan.Orphan::name)
          .number("bytes", PrunePlan.Orphan::bytes)
          .time("since", PrunePlan.Orphan::since)
          .flag("clear", PrunePlan.Orphan::due);

  /** What is going to be removed. */
  public static final Shape<PrunePlan> PLAN =
      Shape.of(PrunePlan.class)
          .object("policy", POLICY, PrunePlan::policy)
          .list("backups", BACKUP, PrunePlan::backups)
          .ageIf("keep_tips_seconds", plan -> Optional.of(plan.tips().keep()))
          .list("tips", TIPS, plan -> plan.tips().fates())
          .ageIf("keep_journal_seconds", plan -> Optional.of(plan.journal().keep()))
          .list("journal", JOURNAL, plan -> plan.journal().fates())
          .list("rubbish", ORPHAN, PrunePlan::orphans)
          .number("freed_bytes", PrunePlan::freedBytes)
          .texts("warnings", PrunePlan::warnings);

  /** What was removed. */
  public static final Shape<PruneReport> REPORT =
      Shape.of(PruneReport.class)
          .texts("removed", report -> report.removed().stream().map(BackupId::value).toList())
          .number("kept", PruneReport::kept)
          .number("rubbish", PruneReport::orphans)
          .number("tips", report -> report.cleared().tips())
          .number("journal_files", report -> report.cleared().journal())
          .number("freed_bytes", PruneReport::freedBytes)
          .texts("locked", PruneReport::locked)
          .seconds("seconds_elapsed", PruneReport::elapsed);

  private PruneJson() {}
}
