package org.nessiebackup.verify;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * What was found.
 *
 * @param quick whether rows were left undecoded
 * @param backups one entry for each backup looked at, oldest first
 * @param tips one entry for each of these that has tips and is sound itself
 */
public record VerifyReport(boolean quick, List<BackupResult> backups, List<TipResult> tips) {
  /** Takes its own copies of the lists. */
  public VerifyReport {
    backups = List.copyOf(backups);
    tips = List.copyOf(tips);
  }

  /** Whether nothing is wrong with any of them. */
  public boolean sound() {
    return backups.stream().allMatch(BackupResult::sound)
        && tips.stream().allMatch(TipResult::sound);
  }

  /**
   * One backup.
   *
   * @param id its name
   * @param segments segments read
   * @param rows rows decoded; 0 if quick
   * @param storedBytes bytes read
   * @param findings what is wrong; empty if it is sound
   */
  public record BackupResult(
      BackupId id, int segments, long rows, long storedBytes, List<Finding> findings) {
    /** Takes its own copy of the list. */
    public BackupResult {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean sound() {
      return findings.isEmpty();
    }
  }

  /**
   * The tips of a backup.
   *
   * @param base the backup
   * @param usable how many can be used, from the first
   * @param compared how many of their objects were compared with those of the next backup
   * @param findings what is wrong, with them and not with the backup; empty if they are sound
   */
  public record TipResult(BackupId base, long usable, long compared, List<Finding> findings) {
    /** Takes its own copy of the list. */
    public TipResult {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean sound() {
      return findings.isEmpty();
    }
  }

  /**
   * Something wrong.
   *
   * @param kind what, for machines
   * @param table the table; absent if it is about the whole backup
   * @param object the object; absent if it is about a whole table
   * @param message what, for people
   */
  public record Finding(
      Kind kind, Optional<String> table, Optional<String> object, String message) {
    static Finding of(Kind kind, String message) {
      return new Finding(kind, Optional.empty(), Optional.empty(), message);
    }

    static Finding of(Kind kind, String table, String message) {
      return new Finding(kind, Optional.of(table), Optional.empty(), message);
    }

    static Finding of(Kind kind, String table, String object, String message) {
      return new Finding(kind, Optional.of(table), Optional.of(object), message);
    }
  }

  /** Kinds of damage; a documented contract. */
  public enum Kind {
    /** The manifest cannot be read, or is not the one that was written. */
    MANIFEST_DAMAGED,
    /** The manifest is not signed, or by nobody who is trusted. */
    MANIFEST_UNTRUSTED,
    /** The backup that this one builds on is not there. */
    PARENT_MISSING,
    /** The backup that this one builds on is another one than it was made for, or unreadable. */
    PARENT_CHANGED,
    /** The backup that this one builds on is not sound. */
    PARENT_DAMAGED,
    /** A segment, or a list of keys, is not there. */
    SEGMENT_MISSING,
    /** A segment, or a list of keys, has another size or checksum than was written. */
    SEGMENT_CHANGED,
    /** A segment cannot be decoded, or holds other rows than the manifest says. */
    SEGMENT_UNREADABLE,
    /** A list of keys is not that of its rows. */
    KEYS_MISMATCH,
    /** The rows of a table do not add up to its digest. */
    DIGEST_MISMATCH,
    /** Several rows of a table have the same key. */
    EQUAL_KEYS,
    /** A tip is missing, or not the one that was written. */
    TIP_DAMAGED,
    /** A tip is not signed, or by nobody who is trusted. */
    TIP_UNTRUSTED,
    /** Rows of tips cannot be decoded, or are others than the next backup has. */
    TIP_UNREADABLE,
    /** What is stored is what was written, but describes tables that cannot be made. */
    NOT_RESTORABLE
  }
}
