package org.nessiebackup.kubernetes.workload;

/** What is done to a catalog while its Nessie is stopped. */
public enum ExchangeAction {
  /** A backup takes its place. */
  RESTORE,
  /** What was replaced comes back. */
  UNDO,
  /** An empty one takes its place. */
  RESET;

  /** As it is in a checkpoint: {@code restore}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
