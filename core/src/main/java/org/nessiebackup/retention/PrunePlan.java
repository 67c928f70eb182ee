package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.FirstNames;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.vault.backups.BackupTime;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * What a prune will do.
 *
 * @param policy what is asked of it
 * @param backups every backup, in the order in which they were taken
 * @param tips the tips of these backups
 * @param journal the epochs of the journal
 * @param orphans what is no part of a backup
 * @param now when it was made
 */
public record PrunePlan(
    RetentionPolicy policy,
    List<Fate> backups,
    Tips tips,
    Journal journal,
    List<Orphan> orphans,
    Instant now) {
  /** A backup that is younger is one that somebody may be about to use. */
  private static final int MOST_NAMED = 5;

  private static final Duration YOUNG = Duration.ofDays(1);

  /** Takes its own copies of the lists. */
  public PrunePlan {
    backups = List.copyOf(backups);
    orphans = List.copyOf(orphans);
  }

  /** Where there are no tips and no journal. */
  public PrunePlan(RetentionPolicy policy, List<Fate> backups, List<Orphan> orphans, Instant now) {
    this(policy, backups, Tips.NONE, Journal.NONE, orphans, now);
  }

  /**
   * Tips.
   *
   * @param keep how long they stay after the last one of their backup
   * @param fates what becomes of those of each backup
   */
  public record Tips(Duration keep, List<TipFate> fates) {
    /** None. */
    public static final Tips NONE = new Tips(PruneOptions.KEEP_TIPS, List.of());

    /** Takes its own copy of the list. */
    public Tips {
      fates = List.copyOf(fates);
    }

    /** Those that go. */
    public List<TipFate> removed() {
      return fates.stream().filter(fate -> !fate.kept()).toList();
    }
  }

  /**
   * What becomes of the tips of a backup.
   *
   * @param base the backup
   * @param stored how many they are
   * @param reasons why they stay; empty if they go
   */
  public record TipFate(BackupId base, StoredTips stored, List<String> reasons) {
    /** Takes its own copy of the list. */
    public TipFate {
      reasons = List.copyOf(reasons);
    }

    /** Whether they stay. */
    public boolean kept() {
      return !reasons.isEmpty();
    }
  }

  /**
   * The journal.
   *
   * @param keep how long an epoch stays after its last file
   * @param fates what becomes of each, oldest first
   */
  public record Journal(Duration keep, List<JournalFate> fates) {
    /** None. */
    public static final Journal NONE = new Journal(PruneOptions.KEEP_JOURNAL, List.of());

    /** Takes its own copy of the list. */
    public Journal {
      fates = List.copyOf(fates);
    }

    /** Those that go. */
    public List<JournalFate> removed() {
      return fates.stream().filter(fate -> !fate.kept()).toList();
    }
  }

  /**
   * What becomes of an epoch of the journal.
   *
   * @param epoch its name
   * @param stored how much it is
   * @param reasons why it stays; empty if it goes
   */
  public record JournalFate(EpochId epoch, StoredJournal stored, List<String> reasons) {
    /** Takes its own copy of the list. */
    public JournalFate {
      reasons = List.copyOf(reasons);
    }

    /** Whether it stays. */
    public boolean kept() {
      return !reasons.isEmpty();
    }
  }

  /** The backups that go. */
  public List<Fate> removed() {
    return backups.stream().filter(fate -> !fate.kept()).toList();
  }

  /** The backups that go although they are not a day old. */
  public List<Fate> youngRemoved() {
    return removed().stream()
        .filter(fate -> fate.time().moment().filter(now.minus(YOUNG)::isBefore).isPresent())
        .toList();
  }

  /** The backups that stay. */
  public List<Fate> kept() {
    return backups.stream().filter(Fate::kept).toList();
  }

  /** How many bytes will be free, as far as listings say; uploads are not counted. */
  public long freedBytes() {
    return removed().stream().mapToLong(Fate::storedBytes).sum()
        + tips.removed().stream().mapToLong(fate -> fate.stored().bytes()).sum()
        + journal.removed().stream().mapToLong(fate -> fate.stored().bytes()).sum()
        + orphans.stream().filter(Orphan::due).mapToLong(Orphan::bytes).sum();
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return removed().isEmpty()
        && tips.removed().isEmpty()
        && journal.removed().isEmpty()
        && orphans.stream().noneMatch(Orphan::due);
  }

  /** What a user should know first. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    List<Fate> young = youngRemoved();
    if (!young.isEmpty()) {
      warnings.add(
          "%s not a day old, which somebody may be about to use: %s; --keep-within 2d keeps such ones"
              .formatted(
                  young.size() == 1
                      ? "it removes a backup that is"
                      : "it removes %d backups that are".formatted(young.size()),
                  some(young)));
    }
    List<Fate> doubted = backups.stream().filter(fate -> fate.time().doubt().isPresent()).toList();
    if (!doubted.isEmpty()) {
      warnings.add(
          "a clock was wrong when these were taken, so nothing is counted from what it said: "
              + some(doubted));
    }
    return warnings;
  }

  private static String some(List<Fate> fates) {
    return FirstNames.of(fates.stream().map(fate -> fate.id().value()).toList(), MOST_NAMED);
  }

  /**
   * What becomes of a backup.
   *
   * @param id its name
   * @param time when it was taken; unknown if it cannot be read
   * @param storedBytes the size of all its objects
   * @param reasons why it stays; empty if it goes
   */
  public record Fate(BackupId id, BackupTime time, long storedBytes, List<String> reasons) {
    /** Takes its own copy of the list. */
    public Fate {
      reasons = List.copyOf(reasons);
    }

    /** Whether it stays. */
    public boolean kept() {
      return !reasons.isEmpty();
    }
  }

  /**
   * Something that takes room for nothing.
   *
   * @param kind what it is
   * @param name the backup it was going to be or belonged to, or the object's name
   * @param bytes its size; 0 if that cannot be seen
   * @param since when something was last added to it, by the store's clock
   * @param due whether it will be removed now; otherwise it is too young, and somebody may still be
   *     at work on it
   */
  public record Orphan(Kind kind, String name, long bytes, Instant since, boolean due) {}

  /** Kinds of orphans; a documented contract. */
  public enum Kind implements Labelled {
    /** Segments without a manifest. */
    UNFINISHED_BACKUP,
    /** Segments beside a tombstone, or of a backup that was removed in part. */
    LEFTOVER,
    /** A tombstone that has done its service. */
    VOID,
    /** An upload that nobody ended. */
    UPLOAD,
    /** What was left when somebody checked that the vault can be written. */
    PROBE,
    /**
     * A note about a backup that is not there, or one that a newer note replaces; records of runs
     * of long ago, all in one.
     */
    NOTE,
    /** A lease that has ended. */
    LEASE,
    /** Tips of a backup that is not there. */
    TIPS,
    /** Files of an epoch of the journal that has no document. */
    JOURNAL
  }
}
