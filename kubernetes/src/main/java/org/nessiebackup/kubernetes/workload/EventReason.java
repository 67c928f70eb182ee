package org.nessiebackup.kubernetes.workload;

/**
 * What happens to a workload, as {@code kubectl describe} and alerts see it.
 *
 * @param reason names it in the event
 * @param warning whether somebody should look
 */
public record EventReason(String reason, boolean warning) {
  /** Nessie is down: no pods, no sessions. */
  public static final EventReason STOPPED = new EventReason("NessieStopped", false);

  /** The catalog was exchanged. */
  public static final EventReason CATALOG_SWAPPED = new EventReason("NessieCatalogSwapped", false);

  /** Nessie is back and serves what it should. */
  public static final EventReason STARTED = new EventReason("NessieStarted", false);

  /** Somebody scaled Nessie up in between. */
  public static final EventReason SCALED_BY_OTHERS = new EventReason("NessieScaledByOthers", true);

  /** An exchange has begun to change something, or goes on. */
  public static EventReason started(ExchangeAction action) {
    return of(action, "Started", false);
  }

  /** All is done and put back; a reset is something to look at. */
  public static EventReason completed(ExchangeAction action) {
    return switch (action) {
      case RESTORE, UNDO, PROMOTION -> of(action, "Completed", false);
      case RESET -> new EventReason("NessieCatalogReset", true);
    };
  }

  /** It ended without its result; the message says how things are. */
  public static EventReason failed(ExchangeAction action) {
    return of(action, "Failed", true);
  }

  /** The catalog of before is back. */
  public static EventReason undone(ExchangeAction action) {
    return of(action, "Undone", true);
  }

  /** An exchange that was begun was put back. */
  public static EventReason aborted(ExchangeAction action) {
    return of(action, "Aborted", true);
  }

  private static EventReason of(ExchangeAction action, String what, boolean warning) {
    String word = action.label();
    String title = Character.toUpperCase(word.charAt(0)) + word.substring(1);
    return new EventReason("Nessie" + title + what, warning);
  }

  /** The event's type. */
  public String type() {
    return warning ? "Warning" : "Normal";
  }
}
