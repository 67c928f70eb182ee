package org.nessiebackup.kubernetes.api;

/**
 * A branch or tag as Nessie serves it.
 *
 * @param kind branch or tag
 * @param name its name
 * @param hash the commit it points to, in hexadecimal digits
 */
public record NessieReference(Kind kind, String name, String hash) {
  /** What it is. */
  public enum Kind {
    /** Moves with each commit. */
    BRANCH,
    /** Stays. */
    TAG
  }
}
