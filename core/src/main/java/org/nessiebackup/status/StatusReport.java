package org.nessiebackup.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry.Listed;
import org.nessiebackup.vault.lease.HeldLease;
import org.nessiebackup.vault.point.JournalReach;
import org.nessiebackup.vault.point.TipPoint;
import org.nessiebackup.vault.record.Drills;
import org.nessiebackup.vault.record.JournalProofs;

/**
 * How a vault is.
 *
 * @param location where it is
 * @param now the moment at which it was so
 * @param newest what was done last
 * @param counts how many backups there are
 * @param usage what lies in it
 * @param leases who is at work
 * @param warnings what is not as it should be
 */
public record StatusReport(
    String location,
    Instant now,
    Newest newest,
    Counts counts,
    Usage usage,
    List<HeldLease> leases,
    Warnings warnings) {
  /** Takes its own copy of the list. */
  public StatusReport {
    leases = List.copyOf(leases);
  }

  /**
   * What was done last.
   *
   * @param backup the newest backup
   * @param full the newest full backup
   * @param chainDepth on how many backups the newest one builds; 0 for a full one
   * @param verified the newest verification; its backup may be gone
   * @param drills when a restore was last rehearsed
   * @param between what there is between backups
   * @param replicas the newest state of each replica, by name
   */
  public record Newest(
      Optional<Listed> backup,
      Optional<Listed> full,
      int chainDepth,
      Optional<VerificationRecord> verified,
      Drills.History drills,
      Between between,
      List<ReplicaState> replicas) {
    /** Takes its own copy of the list. */
    public Newest {
      replicas = List.copyOf(replicas);
    }

    /** Where there is nothing between backups, and no replica. */
    public Newest(
        Optional<Listed> backup,
        Optional<Listed> full,
        int chainDepth,
        Optional<VerificationRecord> verified,
        Drills.History drills) {
      this(backup, full, chainDepth, verified, drills, Between.NOTHING, List.of());
    }

    /** The newest tip. */
    public Optional<TipPoint> tip() {
      return between.tip();
    }

    /** How far the journal goes. */
    public Optional<JournalReach> journal() {
      return between.journal();
    }

    /** When that was last proven. */
    public JournalProofs.History proofs() {
      return between.proofs();
    }
  }

  /**
   * What there is between backups.
   *
   * @param tip the newest tip
   * @param journal how far the journal goes; absent if there is none
   * @param proofs when the journal was last proven; it may be gone
   */
  public record Between(
      Optional<TipPoint> tip, Optional<JournalReach> journal, JournalProofs.History proofs) {
    /** No tips, and no journal. */
    public static final Between NOTHING =
        new Between(Optional.empty(), Optional.empty(), JournalProofs.History.NONE);
  }

  /**
   * How many backups there are.
   *
   * @param backups how many can be read
   * @param unreadable how many cannot
   * @param doubted how many somebody has found damaged
   * @param pinned how many are pinned
   * @param tips how many tips there are
   */
  public record Counts(int backups, int unreadable, int doubted, int pinned, long tips) {
    /** Without tips. */
    public Counts(int backups, int unreadable, int doubted, int pinned) {
      this(backups, unreadable, doubted, pinned, 0);
    }
  }

  /**
   * What lies in a vault.
   *
   * @param objects how many objects there are
   * @param bytes their size
   * @param freeBytes how many bytes can still be written; absent where the store knows no limit
   * @param unfinished how many folders and uploads are no backups (yet)
   * @param uploadsHidden why uploads are not among them: they could not be listed
   */
  public record Usage(
      long objects,
      long bytes,
      OptionalLong freeBytes,
      int unfinished,
      Optional<String> uploadsHidden) {}

  /**
   * What is not as it should be, for people.
   *
   * @param findings what is too old, what the newest backup lacks, which backups are not to be
   *     trusted; empty if nothing is
   * @param clocks what is wrong with moments that backups and records say
   */
  public record Warnings(List<String> findings, List<String> clocks) {
    /** Takes its own copies of the lists. */
    public Warnings {
      findings = List.copyOf(findings);
      clocks = List.copyOf(clocks);
    }
  }

  /**
   * How much would be lost if the catalog were lost now: what was written since the newest backup
   * or tip, or the end of the journal. Absent if there is none, or if nobody knows when it was
   * taken.
   */
  public Optional<Duration> recoveryPoint() {
    return newestMoment(newest, now).map(this::age);
  }

  /** The moment of the newest recovery point; what is yet to come is not believed. */
  static Optional<Instant> newestMoment(Newest newest, Instant now) {
    return Stream.concat(
            newest.backup().flatMap(each -> each.time().recent()).stream(),
            Stream.concat(
                    newest.tip().map(TipPoint::at).stream(),
                    newest.journal().filter(each -> each.base().isPresent()).stream()
                        .map(JournalReach::at))
                .filter(at -> !BackupClocks.ahead(at, now)))
        .max(Comparator.naturalOrder());
  }

  /** How long ago something was; 0 if clocks differ by minutes, so that it is yet to come. */
  public Duration age(Instant moment) {
    Duration age = Duration.between(moment, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Whether something is older than allowed, or not there at all. */
  public boolean stale() {
    return !warnings.findings().isEmpty();
  }
}
