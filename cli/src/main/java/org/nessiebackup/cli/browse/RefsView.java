package org.nessiebackup.cli.browse;

import java.time.Instant;
import org.nessiebackup.browse.CommitReport;
import org.nessiebackup.browse.ReferenceListReport;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.BrowseJson;
import tools.jackson.databind.node.ObjectNode;

/** The branches and tags of a catalog. */
record RefsView(ReferenceListReport report, Instant now) implements View {
  private static final String MISSING = "MISSING";

  @Override
  public int exitCode() {
    boolean broken = report.references().stream().anyMatch(ReferenceListReport.Entry::broken);
    return broken ? ExitCodes.FOUND : ExitCodes.DONE;
  }

  @Override
  public String problem() {
    return "a branch or tag points to a commit that is missing";
  }

  @Override
  public void text(TextPage page) {
    page.line(BrowseText.place(report.place(), now));
    Table table =
        new Table("NAME", "KIND", "HEAD", "COMMITS>", "LAST COMMIT", "AGE", "AUTHOR", "MESSAGE")
            .dispensable("AUTHOR", "LAST COMMIT", "KIND", "COMMITS")
            .narrower("NAME", 24)
            .narrower("MESSAGE", 16)
            .tone("LAST COMMIT", cell -> cell.equals(MISSING) ? Tone.BAD : Tone.PLAIN);
    for (ReferenceListReport.Entry each : report.references()) {
      String name = BrowseText.name(each.name()) + (each.isDefault() ? " *" : "");
      String kind = each.kind().label();
      String head = BrowseText.hash(each.head());
      if (each.commit().isPresent()) {
        CommitReport commit = each.commit().get();
        table.row(
            name,
            kind,
            head,
            Text.count(commit.seq()),
            Text.time(commit.created()),
            BrowseText.age(commit.created(), now),
            BrowseText.authors(commit),
            BrowseText.message(commit));
      } else {
        table.row(name, kind, head, "", each.broken() ? MISSING : "");
      }
    }
    page.table(table);
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseJson.REFERENCES.write(summary, report);
  }
}
