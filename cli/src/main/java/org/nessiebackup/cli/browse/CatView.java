package org.nessiebackup.cli.browse;

import org.nessiebackup.browse.ContentReport;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.text.Printable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A content as Nessie's API shows it. */
record CatView(ContentReport report) implements View {
  @Override
  public String command() {
    return "cat";
  }

  @Override
  public void text(TextPage page) {
    JsonMapper.shared()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(content())
        .lines()
        .map(Printable::json)
        .forEach(page::line);
  }

  private JsonNode content() {
    return JsonMapper.shared().readTree(report.content().json());
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseText.json(report.place(), summary);
    summary.put("reference", report.reference());
    summary.put("hash", report.head().hex());
    summary.put("key", report.key().toString());
    summary.put("type", report.content().type());
    summary.put("content_id", report.content().id());
    report.content().metadataLocation().ifPresent(at -> summary.put("metadata_location", at));
    summary.put("content_json", report.content().json());
  }
}
