package org.nessiebackup.replication;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    /** The other server may not, or cannot, follow by a subscription. */
    SUBSCRIPTION_PRIVILEGE(Weight.REFUSES),
    /** Nobody may ask the other server how far it has come. */
    PROGRESS_PRIVILEGE(Weight.NOTE),
    /** The other server has nobody left who could apply changes. */
    WORKERS(Weight.REFUSES),
    /** The other server cannot hold all texts. */
    ENCODING(Weight.REFUSES),
    /** The other server does not reach this one. */
    ADDRESS(Weight.REFUSES),
    /** Whether the other server reaches this one is seen later. */
    UNTRIED(Weight.NOTE),
    /** The role cannot make there what is needed, or cannot comment on it. */
    TARGET_PRIVILEGE(Weight.REFUSES),
    /** What is there is not to be replaced, or belongs to something else. */
    TARGET(Weight.REFUSES),
    /** Both are on one server, and would be lost together. */
    ONE_SERVER(Weight.NOTE),
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

  /** The same of the server that follows, for people who have two of them. */
  static ReplicationObstacle ofReplica(Kind kind, Failure failure, String message, String hint) {
    return new ReplicationObstacle(kind, failure, "on the replica's server: " + message, hint);
  }

  /**
   * All of them as one failure, so that nobody has to restart a server twice.
   *
   * @param who needs something, such as {@code a journal}
   * @param missing at least one
   */
  public static BackupException together(String who, List<ReplicationObstacle> missing) {
    ReplicationObstacle first = missing.getFirst();
    return missing.size() == 1
        ? first.toException()
        : first
            .failure()
            .exception(
                who
                    + " needs more than there is: "
                    + numbered(missing.stream().map(ReplicationObstacle::message).toList()),
                numbered(missing.stream().map(ReplicationObstacle::hint).toList()));
  }

  private static String numbered(List<String> lines) {
    return IntStream.range(0, lines.size())
        .mapToObj(i -> "(%d) %s".formatted(i + 1, lines.get(i)))
        .collect(Collectors.joining(" "));
  }

  /** The same, with how to take the risk. */
  public ReplicationObstacle consentedBy(String option) {
    return new ReplicationObstacle(
        kind, failure, message, hint + " Or take the risk with " + option + ".");
  }

  /** As a failure. */
  public BackupException toException() {
    return failure.exception(message, hint);
  }
}
