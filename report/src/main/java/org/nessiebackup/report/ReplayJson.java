package org.nessiebackup.report;

import java.util.List;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.point.NoBase;
import org.nessiebackup.vault.point.RecoveryPoint;

/** What a journal does to a base. */
final class ReplayJson {
  /**
   * A transaction.
   *
   * @param applied whether it counts
   */
  private record Told(JournalFile.Transaction transaction, boolean applied) {}

  private static final Shape<JournalFile.Transaction> TRANSACTION =
      Shape.of(JournalFile.Transaction.class)
          .text("commit", each -> each.commit().toString())
          .time("at", JournalFile.Transaction::at)
          .number("xid", JournalFile.Transaction::xid)
          .number("rows", JournalFile.Transaction::rows);

  private static final Shape<Told> TOLD =
      Shape.of(Told.class).members(TRANSACTION, Told::transaction).flag("applied", Told::applied);

  static final Shape<NoBase> NO_BASE =
      Shape.of(NoBase.class)
          .text("id", each -> each.backup().value())
          .text("reason", NoBase::reason);

  static final Shape<RecoveryPoint.Journal> REPLAY =
      Shape.of(RecoveryPoint.Journal.class)
          .text("base", point -> point.backup().id().value())
          .texts(
              "epochs",
              point ->
                  point.replay().stretches().stream()
                      .map(each -> each.epoch().id().value())
                      .toList())
          .number("files", point -> point.replay().files())
          .number("transactions", point -> point.summary().transactions())
          .number("changed_rows", point -> point.summary().rows())
          .objectIf("last", TRANSACTION, point -> point.summary().last())
          .list("near", TOLD, ReplayJson::near)
          .objectIf("next", TRANSACTION, point -> point.summary().behind().next())
          .number("transactions_behind", point -> point.summary().behind().transactions())
          .flag("all_behind_counted", point -> point.summary().behind().all())
          .list("no_bases", NO_BASE, point -> point.summary().noBases());

  private ReplayJson() {}

  private static List<Told> near(RecoveryPoint.Journal point) {
    return point.summary().near().stream()
        .map(each -> new Told(each, each.commit().compareTo(point.replay().stop()) < 0))
        .toList();
  }
}
