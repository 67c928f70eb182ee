package org.nessiebackup.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.tables.ReplicaMark;

/**
 * How a replica is, as far as each side can be asked.
 *
 * @param state what the vault knows of it
 * @param primary what the primary says; absent if it cannot be reached
 * @param replica what the replica says; absent if it cannot be reached
 * @param lag how far it is behind; absent if that cannot be told
 * @param findings what to know, and what to do; never empty
 */
public record ReplicaStatusReport(
    ReplicaState state,
    Optional<Primary> primary,
    Optional<Replica> replica,
    Optional<Lag> lag,
    List<Finding> findings) {
  /** Takes its own copy of the list. */
  public ReplicaStatusReport {
    findings = List.copyOf(findings);
  }

  /**
   * What the primary says.
   *
   * @param position where its log ends
   * @param slot the slot; absent if it is not there
   * @param defect what keeps the publication from sending the changes of the tables that the
   *     replica has, in a sentence; absent if nothing does
   * @param mark what the catalog says of itself; absent if nothing
   */
  public record Primary(
      Lsn position,
      Optional<ReplicationSlot> slot,
      Optional<String> defect,
      Optional<ReplicaMark> mark) {}

  /**
   * What the replica says.
   *
   * @param subscription what applies the changes; absent if it is not there
   * @param mark what the catalog says of itself; absent if nothing
   * @param connected who else is connected and could write, a sentence for each
   */
  public record Replica(
      Optional<Subscription> subscription, Optional<ReplicaMark> mark, List<String> connected) {
    /** Takes its own copy of the list. */
    public Replica {
      connected = List.copyOf(connected);
    }
  }

  /**
   * How far it is behind.
   *
   * @param bytes how much of the primary's log, before what was written for this, the replica had
   *     not confirmed when it was asked first
   * @param time how long it took until the replica had what was committed when it was asked, or how
   *     long that was waited for in vain
   * @param reached whether it has come so far
   * @param at when it was asked
   */
  public record Lag(long bytes, Duration time, boolean reached, Instant at) {}

  /**
   * Something that was found out about a replica.
   *
   * @param kind what it is
   * @param sentence what was seen, for people
   * @param hint what to do; absent if there is nothing to be done
   */
  public record Finding(Kind kind, String sentence, Optional<String> hint) {
    static Finding of(Kind kind, String sentence) {
      return new Finding(kind, sentence, Optional.empty());
    }

    static Finding of(Kind kind, String sentence, String hint) {
      return new Finding(kind, sentence, Optional.of(hint));
    }
  }

  /** How much a finding matters. */
  public enum Severity implements Labelled {
    /** All is well. */
    FINE,
    /** Somebody should know. */
    WARNING,
    /** The replica is no replacement of the primary as it is. */
    ERROR
  }

  /** Everything that can be found out, as a closed list. */
  public enum Kind implements Labelled {
    /** It has what the primary had when it was asked. */
    FOLLOWING(Severity.FINE, null),
    /** It follows, and has not come so far within the patience of who asks. */
    BEHIND(Severity.WARNING, null),
    /** It was promoted, and has the catalog. */
    PROMOTED(Severity.FINE, null),
    /** It was begun, and does not follow yet. */
    UNFINISHED(Severity.ERROR, Failure.FINDINGS),
    /** Nothing comes any more, or the wrong tables: it has to be made anew. */
    STOPPED(Severity.ERROR, Failure.FINDINGS),
    /** Changes come and cannot be applied, or nobody applies them. */
    CONFLICT(Severity.ERROR, Failure.FINDINGS),
    /** The primary has removed what it had still to send. */
    SLOT_LOST(Severity.ERROR, Failure.FINDINGS),
    /** The primary cannot be reached from here. */
    PRIMARY_UNREACHABLE(Severity.ERROR, Failure.CONNECTION),
    /** The replica cannot be reached from here. */
    REPLICA_UNREACHABLE(Severity.ERROR, Failure.CONNECTION),
    /** Somebody is connected to the replica who can write to it. */
    WRITTEN_TO(Severity.WARNING, null),
    /** The primary is none any more: another one was promoted in its place. */
    SUPERSEDED(Severity.ERROR, Failure.FINDINGS);

    private final Severity severity;
    private final Failure failure;

    Kind(Severity severity, Failure failure) {
      this.severity = severity;
      this.failure = failure;
    }

    /** How much it matters. */
    public Severity severity() {
      return severity;
    }

    /** With which failure a command ends that finds it; absent if it ends well. */
    public Optional<Failure> failure() {
      return Optional.ofNullable(failure);
    }
  }

  /**
   * Whether it has what the primary had, and nothing else is the matter that keeps it from that.
   */
  public boolean following() {
    return lag.filter(Lag::reached).isPresent() && failure().isEmpty();
  }

  /** With which failure a command ends that shows this; absent if it ends well. */
  public Optional<Failure> failure() {
    return findings.stream()
        .map(Finding::kind)
        .flatMap(kind -> kind.failure().stream())
        .max(Comparator.comparingInt(Failure::exitCode));
  }

  /** Whether it is further behind than allowed, or nobody can tell. */
  public boolean stale(Duration mostLag) {
    return lag.filter(each -> each.reached() && each.time().compareTo(mostLag) <= 0).isEmpty();
  }
}
