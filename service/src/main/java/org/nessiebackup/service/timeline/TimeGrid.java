package org.nessiebackup.service.timeline;

import java.util.List;
import java.util.Optional;

/**
 * A part of the time line as a table, newest row first.
 *
 * @param kind the class of the table
 * @param columns the heads of its columns
 * @param rows the rows
 */
public record TimeGrid(String kind, List<String> columns, List<Row> rows) {
  /**
   * A row.
   *
   * @param label what it says
   * @param href where it leads; empty if nowhere
   * @param cells its cells
   */
  record Row(String label, Optional<String> href, List<Cell> cells) {
    /** Whether the keyboard gets by the label to where its cells lead. */
    boolean stops() {
      return href.isPresent();
    }
  }

  /**
   * A cell.
   *
   * @param kind its classes
   * @param href where it leads; empty if it has no points
   * @param title what it says, in words
   * @param count how many points it has
   */
  record Cell(String kind, Optional<String> href, String title, String count) {
    /** The same with moments that somebody has named; {@code when} is what the cell is of. */
    Cell marked(String when, String names) {
      return new Cell(
          kind + " m", href, title.isEmpty() ? when + ": " + names : title + ", " + names, count);
    }
  }
}
