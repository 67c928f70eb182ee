package org.nessiebackup.service.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table of things that a command has found.
 *
 * @param heads the heads of its columns
 * @param rows its rows
 */
record ContentTable(List<String> heads, List<List<Cell>> rows) {
  /** One without rows, to which some are added. */
  static ContentTable of(String... heads) {
    return new ContentTable(Arrays.asList(heads), new ArrayList<>());
  }

  /**
   * A cell.
   *
   * @param text what it says
   * @param href where it leads; empty if nowhere
   * @param kind the class of what it is: {@code text}, {@code word} for what is not broken into
   *     lines, {@code hash} for a hash or a place
   */
  record Cell(String text, Optional<String> href, String kind) {
    static Cell text(String text) {
      return new Cell(text, Optional.empty(), "text");
    }

    static Cell word(String text) {
      return new Cell(text, Optional.empty(), "word");
    }

    static Cell code(String text) {
      return new Cell(text, Optional.empty(), "hash");
    }

    /** The same, leading somewhere. */
    Cell to(Href place) {
      return new Cell(text, Optional.of(place.toString()), kind);
    }

    static Cell link(String text, Href href) {
      return text(text).to(href);
    }
  }

  ContentTable row(Cell... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Whether there is anything in it. */
  boolean some() {
    return !rows.isEmpty();
  }
}
