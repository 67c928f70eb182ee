package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;

/**
 * Which point would be restored for a moment that somebody has chosen.
 *
 * @param frame around it
 * @param moment the form with what was typed
 * @param answer what would come back; absent if nothing was asked, or nothing can
 * @param trouble why nothing can
 * @param nearest points before and after it, where nothing can
 * @param command the command that brings it back; absent if nothing was asked
 */
record MomentPage(
    Frame frame,
    Form moment,
    Optional<MomentText> answer,
    Optional<Trouble> trouble,
    List<Link> nearest,
    Optional<String> command) {
  /** Takes its own copy of the list. */
  MomentPage {
    nearest = List.copyOf(nearest);
  }

  /**
   * The form, with what was typed into it.
   *
   * @param action where it leads to
   * @param to up to where
   * @param exclusive whether the state before that is meant
   */
  record Form(String action, String to, boolean exclusive) {}

  /**
   * Why nothing can come back.
   *
   * @param message what is wrong
   * @param hint what to do; absent if nobody knows
   */
  record Trouble(String message, Optional<String> hint) {}

  String html() {
    return Pages.TEMPLATES.render("moment", this);
  }
}
