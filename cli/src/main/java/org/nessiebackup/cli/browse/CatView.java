package org.nessiebackup.cli.browse;

import org.nessiebackup.browse.ContentReport;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.BrowseJson;
import org.nessiebackup.report.text.Printable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A content as Nessie's API shows it. */
record CatView(ContentReport report) implements View {
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
    BrowseJson.CONTENT.write(summary, report);
  }
}
