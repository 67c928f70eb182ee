package org.nessiebackup.cli.restore;

import java.util.stream.Collectors;
import org.nessiebackup.FirstNames;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.point.NoBase;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.point.ReplaySummary;

/** What a journal does to a base, for who has to judge it. */
final class ReplayText {
  private static final int NAMED = 3;

  private ReplayText() {}

  static void lines(RecoveryPoint.Journal point, TextPage page) {
    ReplaySummary summary = point.summary();
    page.field(
        "applies",
        summary.transactions() == 0
            ? "nothing: the journal has no transaction between the base and the target"
            : "%s (%s), from %s of %s"
                .formatted(
                    Text.count(summary.transactions(), "transaction"),
                    Text.count(summary.rows(), "changed row"),
                    Text.count(point.replay().files(), "file"),
                    point.replay().stretches().stream()
                        .map(each -> "epoch " + each.epoch().id())
                        .collect(Collectors.joining(", "))));
    summary.near().forEach(each -> page.field("near", line(each, point)));
    ReplaySummary.Behind behind = summary.behind();
    if (behind.next().isPresent()) {
      page.alarm(
          Tone.DOUBTFUL,
          "behind",
          "%s%s in the journal, the first at %s"
              .formatted(
                  behind.all() ? "" : "more than ",
                  Text.count(behind.transactions(), "transaction"),
                  place(behind.next().get())));
    } else {
      page.field("behind", "no transaction in the journal");
    }
    if (!summary.noBases().isEmpty()) {
      page.field(
          "no base",
          FirstNames.of(summary.noBases().stream().map(ReplayText::line).toList(), NAMED));
    }
  }

  private static String line(NoBase each) {
    return each.backup() + " " + each.reason();
  }

  private static String line(JournalFile.Transaction each, RecoveryPoint.Journal point) {
    return "%s, transaction %d, %s"
        .formatted(
            place(each),
            each.xid(),
            each.commit().compareTo(point.replay().stop()) < 0 ? "counts" : "does not count");
  }

  private static String place(JournalFile.Transaction each) {
    return "%s of %s".formatted(each.commit(), each.at());
  }
}
