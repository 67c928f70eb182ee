package org.nessiebackup.report;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.integrity.GraphReport;

/** {@code check}. */
public final class CheckJson {
  private static final Shape<CheckReport.Item> ITEM =
      Shape.of(CheckReport.Item.class)
          .text("name", CheckReport.Item::name)
          .text("status", item -> Labels.of(item.status()))
          .text("detail", CheckReport.Item::detail)
          .textIf("advice", CheckReport.Item::advice);

  /** What was found. */
  public static final Shape<Result> RESULT =
      Shape.of(Result.class)
          .flag("passed", result -> result.check().passed())
          .number("ok", Result::ok)
          .number("total", result -> result.check().items().size())
          .list("items", ITEM, result -> result.check().items())
          .objectIf("graph", GraphJson.REPORT, Result::graph)
          .texts("settings_files", Result::settingsFiles);

  private CheckJson() {}

  /**
   * What {@code check} found.
   *
   * @param check what a backup needs
   * @param graph what the catalog is like, if that was asked for
   * @param settingsFiles the files whose settings hold
   */
  public record Result(CheckReport check, Optional<GraphReport> graph, List<String> settingsFiles) {
    /** Copies the list. */
    public Result {
      settingsFiles = List.copyOf(settingsFiles);
    }

    /** How much is as it should be. */
    public long ok() {
      return check.items().stream().filter(item -> item.status() == CheckReport.Status.OK).count();
    }
  }
}
