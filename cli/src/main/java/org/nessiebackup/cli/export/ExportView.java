package org.nessiebackup.cli.export;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.export.ExportReport;
import org.nessiebackup.report.ExportJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an {@code export} wrote.
 *
 * @param report what was exported
 * @param file where to, {@code -} for standard output
 * @param compression {@code none}, {@code gzip} or {@code zstd}
 * @param fileBytes length of the file, after compression
 */
record ExportView(ExportReport report, String file, String compression, long fileBytes)
    implements View {
  @Override
  public void text(TextPage page) {
    page.line("exported " + report.source());
    page.field("file", file.equals("-") ? "standard output" : file);
    switch (report.content()) {
      case ExportReport.Content.Sql sql -> text(page, sql);
      case ExportReport.Content.NessieZip zip -> text(page, zip);
    }
    page.field("time", Text.duration(report.elapsed()));
  }

  private void text(TextPage page, ExportReport.Content.Sql sql) {
    page.field(
        "content",
        "%s, %s".formatted(Text.count(sql.tables(), "table"), Text.count(sql.rows(), "row")));
    String plain =
        compression.equals("none") ? "" : " (%s of SQL)".formatted(Text.bytes(sql.bytes()));
    page.field("size", Text.bytes(fileBytes) + plain);
  }

  private void text(TextPage page, ExportReport.Content.NessieZip zip) {
    page.field(
        "content",
        "%s, %s, %s"
            .formatted(
                Text.count(zip.commits(), "commit"),
                Text.count(zip.references(), "reference"),
                Text.count(zip.objects(), "other object")));
    page.field("size", Text.bytes(fileBytes));
    if (!zip.otherRepositories().isEmpty()) {
      page.field(
          "not in it",
          "the Nessie repositories \"%s\"; name one with --repository"
              .formatted(String.join("\", \"", zip.otherRepositories())));
    }
  }

  @Override
  public void json(ObjectNode summary) {
    ExportJson.RESULT.write(summary, new ExportJson.Result(report, file, compression, fileBytes));
  }
}
