package org.nessiebackup.service.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.report.page.Fact;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.point.ReplaySummary;

/**
 * What would come back of a moment.
 *
 * @param state of when that is
 * @param base the backup that is restored, or brought forward
 * @param facts what there is to say of it
 * @param near the transactions within a second of its end
 */
record MomentText(Moment state, String base, List<Fact> facts, List<Near> near) {
  /** Takes its own copies of the lists. */
  MomentText {
    facts = List.copyOf(facts);
    near = List.copyOf(near);
  }

  /**
   * A transaction near the end.
   *
   * @param at when it was committed, by the server's clock
   * @param position of its commit
   * @param xid its number
   * @param counts whether it would come back
   */
  record Near(String at, String position, long xid, boolean counts) {}

  static MomentText of(RecoveryPoint point, Instant now) {
    Moment state = new Moment(point.at(), now);
    String base = point.backup().id().value();
    return switch (point) {
      case RecoveryPoint.Exact exact ->
          new MomentText(
              state,
              base,
              List.of(new Fact("What it is", "a backup, exact in every row")),
              List.of());
      case RecoveryPoint.Tip tip ->
          new MomentText(
              state,
              base,
              List.of(
                  new Fact("What it is", "tip %s: every commit until then".formatted(tip.id())),
                  new Fact("What it lacks", String.join("; ", RecoveryPoint.lacks(tip.id())))),
              List.of());
      case RecoveryPoint.Journal journal ->
          new MomentText(state, base, facts(journal), near(journal));
    };
  }

  private static List<Fact> facts(RecoveryPoint.Journal journal) {
    ReplaySummary summary = journal.summary();
    return List.of(
        new Fact("What it is", "exact in every row, as of %s".formatted(journal.position())),
        new Fact(
            "Applied to the backup",
            "%s, %s"
                .formatted(
                    Quantity.count(summary.transactions(), "transaction"),
                    Quantity.count(summary.rows(), "changed row"))),
        new Fact("What the journal has behind it", behind(summary.behind())));
  }

  private static String behind(ReplaySummary.Behind behind) {
    return behind
        .next()
        .map(
            next ->
                "%s%s, the first at %s"
                    .formatted(
                        behind.all() ? "" : "more than ",
                        Quantity.count(behind.transactions(), "transaction"),
                        next.at()))
        .orElse("no transaction");
  }

  private static List<Near> near(RecoveryPoint.Journal journal) {
    return journal.summary().near().stream().map(each -> near(each, journal)).toList();
  }

  private static Near near(JournalFile.Transaction each, RecoveryPoint.Journal journal) {
    return new Near(
        each.at().toString(),
        each.commit().toString(),
        each.xid(),
        each.commit().compareTo(journal.replay().stop()) < 0);
  }

  /** Whether any transaction is near. */
  Optional<String> quiet() {
    return Optional.of("No transaction lies within one second of it.")
        .filter(none -> near.isEmpty());
  }
}
