package org.nessiebackup.cli.browse;

import java.util.UUID;
import org.nessiebackup.browse.KeyListReport;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.BrowseJson;
import tools.jackson.databind.node.ObjectNode;

/** What is there on a branch or tag. */
record LsView(KeyListReport report) implements View {
  @Override
  public void text(TextPage page) {
    Table table =
        new Table("KEY", "TYPE", "CONTENT ID").dispensable("CONTENT ID").narrower("KEY", 24);
    for (KeyListReport.Entry each : report.entries()) {
      table.row(
          BrowseText.key(each.key()), each.type(), each.contentId().map(UUID::toString).orElse(""));
    }
    page.table(table);
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseJson.KEYS.write(summary, report);
  }
}
