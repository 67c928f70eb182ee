package org.nessiebackup.kubernetes.workload;

/** What is told on a workload, as {@code kubectl describe} and alerts see it. */
public enum EventReason {
  /** A restore has begun to change something. */
  RESTORE_STARTED("NessieRestoreStarted", false),
  /** Nessie is down: no pods, no sessions. */
  STOPPED("NessieStopped", false),
  /** The catalog was exchanged. */
  CATALOG_SWAPPED("NessieCatalogSwapped", false),
  /** Nessie is back and serves what it should. */
  STARTED("NessieStarted", false),
  /** All is done and put back. */
  RESTORE_COMPLETED("NessieRestoreCompleted", false),
  /** The work ended without its result; the message says how things are. */
  RESTORE_FAILED("NessieRestoreFailed", true),
  /** The catalog of before is back. */
  RESTORE_UNDONE("NessieRestoreUndone", true),
  /** A work that was begun was put back. */
  RESTORE_ABORTED("NessieRestoreAborted", true),
  /** Somebody scaled Nessie up in between. */
  SCALED_BY_OTHERS("NessieScaledByOthers", true),
  /** A catalog was reset. */
  CATALOG_RESET("NessieCatalogReset", true);

  private final String reason;
  private final boolean warning;

  EventReason(String reason, boolean warning) {
    this.reason = reason;
    this.warning = warning;
  }

  /** As it stands in the event. */
  public String reason() {
    return reason;
  }

  /** The event's type. */
  public String type() {
    return warning ? "Warning" : "Normal";
  }
}
