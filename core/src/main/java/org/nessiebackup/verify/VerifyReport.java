package org.nessiebackup.verify;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * What was found.
 *
 * @param quick whether rows were left undecoded
 * @param backups one entry for each backup looked at, oldest first
 */
public record VerifyReport(boolean quick, List<BackupResult> backups) {
  /** Takes its own copy of the list. */
  public VerifyReport {
    backups = List.copyOf(backups);
  }

  /** Whether nothing is wrong with any of them. */
  public boolean sound() {
    return backups.stream().allMatch(BackupResult::sound);
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
    /** What is stored is what was written, but describes tables that cannot be made. */
    NOT_RESTORABLE
  }
}
