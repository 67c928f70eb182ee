package org.nessiebackup.kubernetes.workload;

import org.nessiebackup.Labelled;

/** What is done to a catalog while its Nessie is stopped. */
public enum ExchangeAction implements Labelled {
  /** A backup takes its place. */
  RESTORE,
  /** What was replaced comes back. */
  UNDO,
  /** An empty one takes its place. */
  RESET,
  /** It moves to another server, where another Nessie serves it. */
  PROMOTION;

  /** The command that does it. */
  public String command() {
    return switch (this) {
      case RESTORE, UNDO, RESET -> label();
      case PROMOTION -> "replica promote";
    };
  }
}
