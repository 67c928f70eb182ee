package org.nessiebackup.vault;

import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupId;

/** Names of the objects of a vault. */
final class Layout {
  static final String VAULT = "vault.json";
  static final String BACKUPS = "backups/";
  static final String PROBES = "probe/";
  private static final String MANIFEST = "/manifest.json";

  private Layout() {}

  static String folder(BackupId id) {
    return BACKUPS + id + "/";
  }

  static String manifest(BackupId id) {
    return BACKUPS + id + MANIFEST;
  }

  /** The backup whose manifest this is, if it is one. */
  static Optional<BackupId> ofManifest(String object) {
    int end = object.length() - MANIFEST.length();
    // In "backups/manifest.json" the two overlap.
    if (!object.startsWith(BACKUPS) || !object.endsWith(MANIFEST) || end < BACKUPS.length()) {
      return Optional.empty();
    }
    String id = object.substring(BACKUPS.length(), end);
    return BackupId.isValid(id) ? Optional.of(new BackupId(id)) : Optional.empty();
  }

  static String segment(String table, int number) {
    return numbered(table, number) + ".copy.zst";
  }

  static String keys(String table, int number) {
    return numbered(table, number) + ".keys";
  }

  static String deletedKeys(String table) {
    return safe(table) + ".deleted";
  }

  private static String numbered(String table, int number) {
    // Some languages have digits of their own, which a store would not keep.
    return String.format(Locale.ROOT, "%s-%04d", safe(table), number);
  }

  /** Table names are PostgreSQL's and may hold anything; what a store cannot keep becomes "_". */
  private static String safe(String table) {
    return table.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
