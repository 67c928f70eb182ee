package org.nessiebackup.kubernetes.request;

/** Something that is waited for, and where the status of a resource tells of it. */
public enum RequestStep {
  /** A backup is made. */
  BACKUP("Complete", "job"),
  /** A rehearsal is over. */
  DRILL("Passed", "job"),
  /** A restore is planned. */
  PLAN("Planned", "planJob"),
  /** A plan that was approved is carried out. */
  RESTORE("Complete", "restoreJob"),
  /** A restore is taken back. */
  UNDO("Undone", "undoJob");

  private final String condition;
  private final String job;

  RequestStep(String condition, String job) {
    this.condition = condition;
    this.job = job;
  }

  /** The condition that says whether it was done. */
  String condition() {
    return condition;
  }

  /** The member of the status that names its Job. */
  String job() {
    return job;
  }
}
