package org.nessiebackup.cli.browse;

import java.util.UUID;
import org.nessiebackup.browse.KeyListReport;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is there on a branch or tag. */
record LsView(KeyListReport report) implements View {
  @Override
  public String command() {
    return "ls";
  }

  @Override
  public void text(TextPage page) {
    Table table = new Table("KEY", "TYPE", "CONTENT ID");
    for (KeyListReport.Entry each : report.entries()) {
      table.row(
          BrowseText.key(each.key()), each.type(), each.contentId().map(UUID::toString).orElse(""));
    }
    page.table(table);
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseText.json(report.place(), summary);
    summary.put("reference", report.reference());
    summary.put("hash", report.head().hex());
    ArrayNode entries = summary.putArray("entries");
    for (KeyListReport.Entry each : report.entries()) {
      ObjectNode node = entries.addObject();
      node.put("key", each.key().toString());
      Json.strings(node, "elements", each.key().elements());
      node.put("type", each.type());
      each.contentId().ifPresent(id -> node.put("content_id", id.toString()));
    }
  }
}
