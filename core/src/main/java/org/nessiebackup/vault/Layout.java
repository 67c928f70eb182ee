package org.nessiebackup.vault;

import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupId;

/** Names of the objects of a vault. */
final class Layout {
  static final String VAULT = "vault.json";
  static final String BACKUPS = "backups/";
  static final String PROBES = "probe/";
  static final String SETTINGS = "settings/";
  private static final String ENCRYPTED = ".age";
  private static final String MANIFEST = "/manifest.json";

  private Layout() {}

  static String folder(BackupId id) {
    return BACKUPS + id + "/";
  }

  static String manifest(BackupId id) {
    return BACKUPS + id + MANIFEST;
  }

  /** What the names of later revisions of a manifest begin with. */
  static String revisions(BackupId id) {
    return BACKUPS + id + "/manifest-";
  }

  static String revision(BackupId id, int number) {
    return String.format(Locale.ROOT, "%s%04d.json", revisions(id), number);
  }

  static String settings(int number) {
    return String.format(Locale.ROOT, "%s%04d.json", SETTINGS, number);
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

  /** Table names are PostgreSQL's and may hold anything; what a store cannot keep becomes "_". */
  static String segment(String table, int number, boolean encrypted) {
    // Some languages have digits of their own, which a store would not keep.
    return String.format(Locale.ROOT, "%s-%04d.copy.zst%s", safe(table), number, suffix(encrypted));
  }

  static String keys(String table, int number, boolean encrypted) {
    return String.format(Locale.ROOT, "%s-%04d.keys%s", safe(table), number, suffix(encrypted));
  }

  static String deletedKeys(String table, boolean encrypted) {
    return safe(table) + ".deleted" + suffix(encrypted);
  }

  static String dictionary(String table, boolean encrypted) {
    return safe(table) + ".dictionary.copy.zst" + suffix(encrypted);
  }

  /** What the names of objects begin with that were stored anew. */
  static String revisedPrefix(int number) {
    return String.format(Locale.ROOT, "r%04d.", number);
  }

  /** The name of an object stored anew, whatever the one before it was called. */
  static String revised(String object, int number) {
    // No table's name gets a dot, so this takes off nothing but a prefix of ours.
    return revisedPrefix(number) + object.replaceFirst("^r[0-9]{4,}\\.", "");
  }

  /** Whether this can be an encrypted object of a backup, by its name. */
  static boolean isEncrypted(String object) {
    return object.endsWith(ENCRYPTED);
  }

  private static String safe(String table) {
    return table.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  private static String suffix(boolean encrypted) {
    return encrypted ? ENCRYPTED : "";
  }
}
