package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;

/**
 * What was done, is being done and will be done for a catalog.
 *
 * @param frame around it
 * @param work what is not over, the last first
 * @param over what is, the newest first
 * @param schedule what is done by the clock; empty if nothing is
 * @param reads whether what is in its backups can be read here
 * @param note who does it, if that is not this service
 */
record RunsPage(
    Frame frame,
    List<RunLine> work,
    List<RunLine> over,
    List<ScheduleLine> schedule,
    boolean reads,
    Optional<String> note) {
  private static final int MOST = 100;

  String html() {
    return Pages.TEMPLATES.render("runs", this);
  }

  /** Where the forms of this page lead to. */
  String runsPath() {
    return frame.base() + "/runs";
  }

  boolean hasPoint() {
    return true;
  }

  boolean hasSchedule() {
    return !schedule.isEmpty();
  }

  boolean hasOver() {
    return !over.isEmpty();
  }

  /** Those that are listed. */
  List<RunLine> listed() {
    return over.stream().limit(MOST).toList();
  }
}
