package org.nessiebackup.service.page.recovery;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.page.Frame;
import org.nessiebackup.service.page.Link;
import org.nessiebackup.service.page.Moment;
import org.nessiebackup.service.recovery.CatalogView;

/**
 * Something is broken: what, since when, and how it comes back.
 *
 * @param frame around it
 * @param form what was asked
 * @param answer to that
 */
record RecoveryPage(Frame frame, Form form, Answer answer) {
  private static final int SUGGESTED = 400;

  /** What is answered. */
  sealed interface Answer {}

  /** Whether nothing was asked yet, so that the first field waits for a name. */
  boolean fresh() {
    return form.what().isEmpty() && form.ref().isEmpty() && form.since().isEmpty();
  }

  Optional<Trouble> trouble() {
    return as(Trouble.class);
  }

  Optional<Blind> blind() {
    return as(Blind.class);
  }

  Optional<Which> which() {
    return as(Which.class);
  }

  Optional<DiagnosisText> diagnosis() {
    return as(Found.class).map(Found::diagnosis);
  }

  Optional<PlanText> plan() {
    return as(Found.class).flatMap(Found::plan);
  }

  Optional<Lately> lately() {
    return as(Lately.class);
  }

  private <T extends Answer> Optional<T> as(Class<T> type) {
    return Optional.of(answer).filter(type::isInstance).map(type::cast);
  }

  /**
   * What was typed.
   *
   * @param action where it leads
   * @param what the table
   * @param ref the branch
   * @param since the moment
   * @param suggestions what may be typed
   */
  record Form(String action, String what, String ref, String since, Suggestions suggestions) {}

  /**
   * What may be typed.
   *
   * @param keys tables that are there
   * @param refs branches that are there
   */
  record Suggestions(List<String> keys, List<String> refs) {
    static Suggestions of(Optional<CatalogView> known) {
      return known
          .map(
              view ->
                  new Suggestions(
                      view.keys().stream().limit(SUGGESTED).toList(),
                      view.references().stream()
                          .map(CatalogView.Reference::name)
                          .limit(SUGGESTED)
                          .toList()))
          .orElseGet(() -> new Suggestions(List.of(), List.of()));
    }
  }

  /** Why there is no answer. */
  record Trouble(String message, Optional<String> hint) implements Answer {}

  /** Commands for where an identity is. */
  record Blind(List<String> commands) implements Answer {}

  /** Things that may be meant. */
  record Which(String typed, List<Link> links) implements Answer {}

  /** What has happened, and how it comes back. */
  record Found(DiagnosisText diagnosis, Optional<PlanText> plan) implements Answer {}

  /**
   * What has changed lately.
   *
   * @param title since when, or where
   * @param rows the changes, newest first
   */
  record Lately(String title, List<Row> rows) implements Answer {
    /**
     * A change.
     *
     * @param at when; absent if that is not known
     * @param what it did
     * @param who did it, and why
     * @param links what it may have broken
     */
    record Row(Optional<Moment> at, String what, String who, List<Link> links) {}
  }
}
