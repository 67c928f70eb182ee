package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.JournalStopPlan;
import org.nessiebackup.report.JournalJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code journal stop} would do. */
record JournalStopPlanView(JournalStopPlan plan) implements View {
  @Override
  public void text(TextPage page) {
    if (plan.isEmpty()) {
      page.line("nothing is to be ended");
      return;
    }
    page.line("the journal would be ended: " + plan.end().text());
    plan.epoch().ifPresent(epoch -> page.field("epoch", epoch + " ends"));
    plan.slot()
        .ifPresent(
            slot ->
                page.field(
                    "slot", "%s is dropped%s".formatted(slot, plan.active() ? ", in use" : "")));
    plan.retained()
        .ifPresent(bytes -> page.field("frees", Text.bytes(bytes) + " of the server's log"));
    plan.publication().ifPresent(name -> page.field("publication", name + " is dropped"));
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.STOP_PLAN.planned().write(summary, plan);
  }
}
