package org.nessiebackup.kubernetes.workload;

import org.nessiebackup.Labelled;

/** What is done to a catalog while its Nessie is stopped. */
public enum ExchangeAction implements Labelled {
  /** A backup takes its place. */
  RESTORE,
  /** What was replaced comes back. */
  UNDO,
  /** An empty one takes its place. */
  RESET;
}
