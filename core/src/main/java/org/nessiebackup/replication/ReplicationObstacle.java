package org.nessiebackup.replication;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;

/**
 * Something that speaks against reading a catalog's changes, or makes it impossible.
 *
 * @param kind what it is
 * @param failure how whoever begins regardless should fail
 * @param message what is wrong, where
 * @param hint what to do, with the statements that help
 */
public record ReplicationObstacle(Kind kind, Failure failure, String message, String hint) {
  /** Whether one may go on. */
  public enum Weight {
    /** It would not work, or harm others. */
    REFUSES,
    /** It works, at a risk that somebody has to want. */
    NEEDS_CONSENT,
    /** It works; something is to be known. */
    NOTE
  }

  /** Kinds of obstacles. */
  public enum Kind implements Labelled {
    /** The server is too old. */
    VERSION(Weight.REFUSES),
    /** The server is a standby. */
    STANDBY(Weight.REFUSES),
    /** A pooler is between us and the server. */
    POOLER(Weight.REFUSES),
    /** The log has too little in it. */
    WAL_LEVEL(Weight.REFUSES),
    /** No slot is left. */
    SLOTS(Weight.REFUSES),
    /** No sender is left. */
    SENDERS(Weight.REFUSES),
    /** The role may not replicate. */
    ROLE(Weight.REFUSES),
    /** The role may not make the publication. */
    PUBLICATION_PRIVILEGE(Weight.REFUSES),
    /** The publication that is there shows other changes than those. */
    PUBLICATION(Weight.REFUSES),
    /** The server cannot say which row was changed. */
    REPLICA_IDENTITY(Weight.REFUSES),
    /** Changes of the table are not in the log. */
    UNLOGGED(Weight.REFUSES),
    /** A slot that nobody reads may fill the server's disk. */
    UNBOUNDED_WAL(Weight.NEEDS_CONSENT),
    /** A slot that nobody reads is given up after a while. */
    IDLE_TIMEOUT(Weight.NOTE),
    /** Who reads changes sees rows that policies hide. */
    ROW_SECURITY(Weight.NOTE);

    private final Weight weight;

    Kind(Weight weight) {
      this.weight = weight;
    }

    /** Whether one may go on. */
    public Weight weight() {
      return weight;
    }
  }

  /** As a failure. */
  public BackupException toException() {
    return failure.exception(message, hint);
  }
}
