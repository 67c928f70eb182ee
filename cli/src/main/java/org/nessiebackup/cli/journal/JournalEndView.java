package org.nessiebackup.cli.journal;

import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.FollowReport;
import org.nessiebackup.report.JournalJson;
import tools.jackson.databind.node.ObjectNode;

/** That a journal which was followed has ended. */
record JournalEndView(FollowReport.Ended ended) implements View {
  @Override
  public void text(TextPage page) {
    page.line("the journal has ended at %s: %s".formatted(ended.to(), ended.end().text()));
    page.line("`journal start` begins another epoch; take a backup then.");
  }

  @Override
  public int exitCode() {
    return Failure.FINDINGS.exitCode();
  }

  @Override
  public String problem() {
    return "the journal has ended: " + ended.end().text();
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.ENDED.write(summary, ended);
  }
}
