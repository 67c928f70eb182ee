package org.nessiebackup.cli.output;

import org.nessiebackup.export.ExportReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an {@code export} wrote.
 *
 * @param report what was exported
 * @param file where to, {@code -} for standard output
 * @param compression {@code none}, {@code gzip} or {@code zstd}
 * @param fileBytes length of the file, after compression
 */
public record ExportView(ExportReport report, String file, String compression, long fileBytes)
    implements View {
  @Override
  public String command() {
    return "export";
  }

  @Override
  public void text(TextPage page) {
    page.line("exported " + report.source());
    page.field("file", file.equals("-") ? "standard output" : file);
    page.field(
        "content",
        "%s, %s".formatted(Text.count(report.tables(), "table"), Text.count(report.rows(), "row")));
    String plain =
        compression.equals("none") ? "" : " (%s of SQL)".formatted(Text.bytes(report.bytes()));
    page.field("size", Text.bytes(fileBytes) + plain);
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("file", file);
    summary.put("format", "sql");
    summary.put("compression", compression);
    summary.put("source", report.source());
    summary.put("tables", report.tables());
    summary.put("rows", report.rows());
    summary.put("sql_bytes", report.bytes());
    summary.put("file_bytes", fileBytes);
    summary.put("seconds_elapsed", Json.seconds(report.elapsed()));
  }
}
