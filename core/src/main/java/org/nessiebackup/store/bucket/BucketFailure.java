package org.nessiebackup.store.bucket;

/**
 * What an error of a server, or of the way to it, means.
 *
 * @param reason for people: what is wrong and what to do, with what the server said
 * @param hint for {@link Kind#REFUSED}: which permissions are needed
 */
public record BucketFailure(Kind kind, String reason, String hint) {
  /** What follows from it. */
  public enum Kind {
    /** Another attempt may go better. */
    TRANSIENT,
    /** There is no such object. */
    MISSING,
    /** Another object has the key, or is about to get it. */
    TAKEN,
    /** The server keeps the object against everybody. */
    LOCKED,
    /** The credentials do not allow it. */
    REFUSED,
    /** No room is left. */
    FULL,
    /** Somebody has stopped the thread. */
    INTERRUPTED,
    /** Anything else. */
    OTHER
  }

  /** One that the reason alone explains. */
  public BucketFailure(Kind kind, String reason) {
    this(kind, reason, "");
  }
}
