package org.nessiebackup.kubernetes.exchange;

/** The Nessie of a server that a catalog moves away from. */
public sealed interface FormerNessie {
  /**
   * Its cluster shows it.
   *
   * @param plan what is done to it: it is stopped, and stays so
   */
  record Shown(WorkloadPlan plan) implements FormerNessie {}

  /**
   * Its cluster does not answer.
   *
   * @param reason what was tried
   */
  record Unreached(String reason) implements FormerNessie {}

  /** Nobody has said where it is, so somebody else stops it. */
  record Unnamed() implements FormerNessie {}
}
