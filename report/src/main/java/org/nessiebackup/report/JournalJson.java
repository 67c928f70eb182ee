package org.nessiebackup.report;

import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.journal.FollowReport;
import org.nessiebackup.journal.JournalMarkReport;
import org.nessiebackup.journal.JournalMarksReport;
import org.nessiebackup.journal.JournalStartReport;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.journal.JournalStopPlan;
import org.nessiebackup.journal.JournalStopReport;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.point.CoveredEpoch;
import org.nessiebackup.vault.point.JournalGap;

/** {@code journal} and its commands, and {@code mark}. */
public final class JournalJson {
  /** Why an epoch has ended. */
  static final Shape<JournalFile.End> END =
      Shape.of(JournalFile.End.class)
          .text("reason", JournalFile.End::reason)
          .text("text", JournalFile.End::text);

  /** {@code journal start}. */
  public static final Shape<JournalStartReport> STARTED =
      Shape.of(JournalStartReport.class)
          .flag("begun", JournalStartReport::begun)
          .text("epoch", report -> report.epoch().value())
          .text("start", report -> report.start().toString())
          .time("begun_at", JournalStartReport::begunAt)
          .text("slot", report -> report.server().slot())
          .text("publication", report -> report.server().publication())
          .textIf("base", report -> report.base().map(BackupId::value))
          .objectIf("ended", END, JournalStartReport::ended);

  /** {@code journal run}. */
  public static final Shape<FollowReport.Ended> ENDED =
      Shape.of(FollowReport.Ended.class)
          .text("epoch", ended -> ended.epoch().value())
          .text("to", ended -> ended.to().toString())
          .object("end", END, FollowReport.Ended::end);

  private static final Shape<JournalStatusReport.Epoch> EPOCH =
      Shape.of(JournalStatusReport.Epoch.class)
          .text("id", epoch -> epoch.id().value())
          .time("begun_at", epoch -> epoch.start().at())
          .text("start", epoch -> epoch.start().position().toString())
          .textIf("follows", epoch -> epoch.start().follows().map(EpochId::value))
          .number("files", epoch -> epoch.files().count())
          .number("bytes", epoch -> epoch.files().storedBytes())
          .text("to", epoch -> epoch.to().toString())
          .time("reached_at", JournalStatusReport.Epoch::reachedAt)
          .objectIf("end", END, JournalStatusReport.Epoch::end);

  private static final Shape<JournalStatusReport.Slot> SLOT =
      Shape.of(JournalStatusReport.Slot.class)
          .flag("active", JournalStatusReport.Slot::active)
          .number("retained_bytes", JournalStatusReport.Slot::retained)
          .numberIf("safe_bytes", JournalStatusReport.Slot::safe)
          .flag("lost", JournalStatusReport.Slot::lost)
          .textIf("confirmed", slot -> slot.confirmed().map(Lsn::toString));

  private static final Shape<JournalStatusReport.Server> SERVER =
      Shape.of(JournalStatusReport.Server.class)
          .text("slot", JournalStatusReport.Server::slot)
          .text("publication", JournalStatusReport.Server::publication)
          .objectIf("slot_state", SLOT, JournalStatusReport.Server::slotState)
          .numberIf("lag_bytes", server -> server.lagBytes().stream().boxed().findFirst())
          .numberIf("lag_seconds", server -> server.lag().map(Shape::seconds));

  private static final Shape<JournalStatusReport.Standby> STANDBY =
      Shape.of(JournalStatusReport.Standby.class)
          .text("application", JournalStatusReport.Standby::application)
          .flag("synchronous", JournalStatusReport.Standby::synchronous)
          .flag("alone", JournalStatusReport.Standby::alone)
          .text("text", JournalStatusReport.Standby::text);

  /** {@code journal status}. */
  public static final Shape<JournalStatusReport> STATUS =
      Shape.of(JournalStatusReport.class)
          .text("state", report -> report.state().label())
          .objectIf("epoch", EPOCH, JournalStatusReport::epoch)
          .objectIf("server", SERVER, JournalStatusReport::server)
          .objectIf("standby", STANDBY, JournalStatusReport::standby)
          .textIf("next", JournalStatusReport::next);

  /** The plan of {@code journal stop}. */
  public static final Shape<JournalStopPlan> STOP_PLAN =
      Shape.of(JournalStopPlan.class)
          .textIf("epoch", plan -> plan.epoch().map(EpochId::value))
          .textIf("slot", JournalStopPlan::slot)
          .textIf("publication", JournalStopPlan::publication)
          .numberIf("retained_bytes", plan -> plan.retained().stream().boxed().findFirst())
          .flag("active", JournalStopPlan::active)
          .object("end", END, JournalStopPlan::end);

  /** {@code journal stop}. */
  public static final Shape<JournalStopReport> STOPPED =
      Shape.of(JournalStopReport.class)
          .textIf("epoch", report -> report.epoch().map(EpochId::value))
          .textIf("to", report -> report.to().map(Lsn::toString))
          .textIf("slot", JournalStopReport::slot)
          .textIf("publication", JournalStopReport::publication);

  private static final Shape<JournalMark> MARK =
      Shape.of(JournalMark.class)
          .text("name", JournalMark::name)
          .text("epoch", mark -> mark.epoch().value())
          .text("commit", mark -> mark.commit().toString())
          .time("at", JournalMark::at);

  /** {@code journal marks}. */
  public static final Shape<JournalMarksReport> MARKS =
      Shape.of(JournalMarksReport.class)
          .list("marks", MARK, JournalMarksReport::marks)
          .number("unusable", JournalMarksReport::unusable)
          .texts("reasons", JournalMarksReport::reasons);

  /** {@code mark}. */
  public static final Shape<JournalMarkReport> MARKED =
      Shape.of(JournalMarkReport.class)
          .text("name", JournalMarkReport::name)
          .text("position", report -> report.position().toString())
          .flag("followed", JournalMarkReport::followed)
          .textIf("epoch", report -> report.stored().map(EpochId::value))
          .textIf("former", report -> report.former().map(each -> each.commit().toString()));

  /** An epoch, as {@code list --journal} has it. */
  public static final Shape<CoveredEpoch> LISTED =
      Shape.of(CoveredEpoch.class)
          .text("id", epoch -> epoch.id().value())
          .timeIf("begun_at", epoch -> epoch.begin().map(CoveredEpoch.Begin::at))
          .textIf("start", epoch -> epoch.begin().map(begin -> begin.position().toString()))
          .textIf(
              "follows",
              epoch -> epoch.begin().flatMap(CoveredEpoch.Begin::follows).map(EpochId::value))
          .textIf("to", epoch -> epoch.last().map(last -> last.span().to().toString()))
          .timeIf("reached_at", epoch -> epoch.last().map(last -> last.span().reachedAt()))
          .number("files", epoch -> epoch.stored().files())
          .number("missing", CoveredEpoch::missing)
          .number("bytes", epoch -> epoch.stored().bytes())
          .objectIf("end", END, epoch -> epoch.last().flatMap(JournalFiles.Last::end))
          .textIf("damage", CoveredEpoch::damage);

  /** A time that is not in the journal. */
  public static final Shape<JournalGap> GAP =
      Shape.of(JournalGap.class)
          .time("from", JournalGap::from)
          .timeIf("to", JournalGap::to)
          .text("position", gap -> gap.position().toString())
          .text("reason", JournalGap::reason)
          .text("text", JournalGap::text);

  private JournalJson() {}
}
