package org.nessiebackup.cli.journal;

import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.JournalMarkReport;
import org.nessiebackup.report.JournalJson;
import org.nessiebackup.vault.journal.JournalMark;
import tools.jackson.databind.node.ObjectNode;

/** What {@code mark} did. */
record MarkView(JournalMarkReport report) implements View {
  @Override
  public void text(TextPage page) {
    page.line("marked \"%s\" at %s".formatted(report.name(), report.position()));
    page.field(
        "stored",
        report
            .stored()
            .map(epoch -> "in epoch " + epoch)
            .orElse(
                report.followed()
                    ? "not yet"
                    : "not yet: nobody follows the journal; it is once somebody does"));
    report.former().ifPresent(former -> ambiguous(former, page));
  }

  private void ambiguous(JournalMark former, TextPage page) {
    page.alarm(
        Tone.DOUBTFUL,
        "name",
        "%s of %s is called so, too: go back to either by its position"
            .formatted(former.commit(), Text.time(former.at())));
  }

  @Override
  public int exitCode() {
    return report.stored().isPresent() ? ExitCodes.DONE : Failure.STALE.exitCode();
  }

  @Override
  public String problem() {
    return "the mark is not in the vault yet";
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.MARKED.write(summary, report);
  }
}
