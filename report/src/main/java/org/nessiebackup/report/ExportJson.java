package org.nessiebackup.report;

import org.nessiebackup.export.ExportReport;
import org.nessiebackup.export.ExportReport.Content;

/** {@code export}. */
public final class ExportJson {
  private static final Shape<Content.Sql> SQL =
      Shape.of(Content.Sql.class)
          .text("format", sql -> "sql")
          .number("tables", Content.Sql::tables)
          .number("rows", Content.Sql::rows)
          .number("sql_bytes", Content.Sql::bytes);

  private static final Shape<Content.NessieZip> ZIP =
      Shape.of(Content.NessieZip.class)
          .text("format", zip -> "nessie-zip")
          .text("repository", Content.NessieZip::repository)
          .number("commits", Content.NessieZip::commits)
          .number("references", Content.NessieZip::references)
          .number("other_objects", Content.NessieZip::objects)
          .texts("other_repositories", Content.NessieZip::otherRepositories);

  private static final Shape<Content> CONTENT =
      Shape.of(Content.class).either(Content.Sql.class, SQL, Content.NessieZip.class, ZIP);

  /** What was written. */
  public static final Shape<Result> RESULT =
      Shape.of(Result.class)
          .text("file", Result::file)
          .text("compression", Result::compression)
          .text("source", result -> result.export().source())
          .members(CONTENT, result -> result.export().content())
          .number("file_bytes", Result::fileBytes)
          .seconds("seconds_elapsed", result -> result.export().elapsed());

  private ExportJson() {}

  /**
   * What {@code export} wrote.
   *
   * @param export what was exported
   * @param file where to, {@code -} for standard output
   * @param compression {@code none}, {@code gzip} or {@code zstd}
   * @param fileBytes length of the file, after compression
   */
  public record Result(ExportReport export, String file, String compression, long fileBytes) {}
}
