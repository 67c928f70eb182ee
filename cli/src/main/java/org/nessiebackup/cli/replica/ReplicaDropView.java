package org.nessiebackup.cli.replica;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.replica.ReplicaDropReport;
import org.nessiebackup.report.ReplicaJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica drop} did. */
record ReplicaDropView(ReplicaDropReport report) implements View {
  @Override
  public void text(TextPage page) {
    CatalogPlace place = report.state().servers().replica();
    page.line("replica \"%s\" has ended".formatted(report.state().head().name()));
    report.dropped().forEach(each -> page.field("dropped", each));
    page.field(
        "kept",
        "the tables in schema \"%s\" of database \"%s\": a catalog as any other now"
            .formatted(place.schema(), place.database()));
    page.warnings(report.left());
    if (!report.left().isEmpty()) {
      page.line(
          "Run it once more when that server is back; until then its slot may hold back log.");
    }
  }

  @Override
  public void json(ObjectNode summary) {
    ReplicaJson.DROPPED.done().write(summary, report);
  }
}
