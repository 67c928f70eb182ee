package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.run.Command;

/**
 * What is in a recovery point, or in the live catalog.
 *
 * @param frame around it
 * @param heading what is shown
 * @param ways back to where it is part of
 * @param command what shows the same on a command line
 * @param found what was found; empty if it could not be read
 * @param note what is to be known of it: why it could not be read, or what is left out
 */
record ContentPage(
    Frame frame,
    String heading,
    List<Link> ways,
    Command command,
    Optional<Found> found,
    Optional<String> note) {
  /**
   * What was found.
   *
   * @param tables in which the parts of it are listed, each with a caption
   * @param document what is shown as it is
   */
  record Found(List<Part> tables, Optional<String> document) {
    static Found of(String caption, ContentTable table) {
      return new Found(List.of(new Part(caption, table)), Optional.empty());
    }
  }

  /**
   * A part of it.
   *
   * @param caption what it is
   * @param table its lines
   */
  record Part(String caption, ContentTable table) {}

  String html() {
    return Pages.TEMPLATES.render("content", this);
  }

  /** As somebody types it. */
  String line() {
    return command.typed();
  }
}
