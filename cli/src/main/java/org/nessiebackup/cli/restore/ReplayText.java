package org.nessiebackup.cli.restore;

import java.util.List;
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
    near(point, page);
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

  /** The nearest on either side; a busy catalog has hundreds in a second. */
  private static void near(RecoveryPoint.Journal point, TextPage page) {
    List<JournalFile.Transaction> all = point.summary().near();
    int counting = (int) all.stream().filter(each -> counts(each, point)).count();
    List<JournalFile.Transaction> shown =
        all.subList(Math.max(0, counting - NAMED), Math.min(all.size(), counting + NAMED));
    shown.forEach(each -> page.field("near", line(each, point)));
    if (shown.size() < all.size()) {
      page.field(
          "near", "%d more within a second; --json names all".formatted(all.size() - shown.size()));
    }
  }

  private static String line(NoBase each) {
    return each.backup() + " " + each.reason();
  }

  private static String line(JournalFile.Transaction each, RecoveryPoint.Journal point) {
    return "%s, transaction %d, %s"
        .formatted(place(each), each.xid(), counts(each, point) ? "counts" : "does not count");
  }

  private static boolean counts(JournalFile.Transaction each, RecoveryPoint.Journal point) {
    return each.commit().compareTo(point.replay().stop()) < 0;
  }

  private static String place(JournalFile.Transaction each) {
    return "%s of %s".formatted(each.commit(), each.at());
  }
}
