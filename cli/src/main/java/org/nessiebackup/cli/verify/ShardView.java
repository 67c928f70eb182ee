package org.nessiebackup.cli.verify;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.files.ShardReport;
import org.nessiebackup.report.VerifyJson;
import tools.jackson.databind.node.ObjectNode;

/** Which files of its part {@code verify --files --shard} has found. */
record ShardView(ShardReport report) implements View {
  private FilesView files() {
    return new FilesView(report.files());
  }

  @Override
  public int exitCode() {
    return files().exitCode();
  }

  @Override
  public void text(TextPage page) {
    page.line(part());
    files().text(page);
  }

  private String part() {
    return "shard %d of %d of check \"%s\""
        .formatted(report.shard().index(), report.shard().count(), report.run());
  }

  @Override
  public String problem() {
    return part() + ": " + files().problem();
  }

  @Override
  public void json(ObjectNode summary) {
    VerifyJson.FILES.write(summary, VerifyJson.Found.of(report));
  }
}
