package org.nessiebackup.vault;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.Lifetime;

/** Names of the objects of a vault. */
final class Layout {
  static final String VAULT = "vault.json";
  static final String BACKUPS = "backups/";
  static final String PROBES = "probe/";
  static final String SETTINGS = "settings/";
  static final String LOCKS = "locks/";
  static final String PINS = "pins/";
  static final String CHECKS = "checks/";
  static final String DRILLS = "drills/";

  /** What users and programs take back or replace; all else is a backup, or needed to read one. */
  private static final List<String> TRANSIENT = List.of(PROBES, LOCKS, PINS, CHECKS, DRILLS);

  private static final String ENCRYPTED = ".age";
  private static final String MANIFEST = "/manifest.json";
  private static final String DOCUMENT = ".json";
  private static final Pattern LEASE =
      Pattern.compile(LOCKS + "([a-z0-9-]{1,100})/([0-9]{8})\\.json");
  private static final Pattern REVISION = Pattern.compile("manifest(-[0-9]+)?\\.json");
  private static final Pattern REVISED = Pattern.compile("r([0-9]{4,9})\\.");
  private static final Pattern FIRST_PART = Pattern.compile("([^/]+)(/.*)?");
  private static final Pattern IN_FOLDER = Pattern.compile("[^/]+/([^/]+)/([^/]+)");

  private Layout() {}

  /** How long an object is there: this alone decides, for stores that can lock what is kept. */
  static Lifetime lifetime(String object) {
    return TRANSIENT.stream().anyMatch(object::startsWith) ? Lifetime.TRANSIENT : Lifetime.KEPT;
  }

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

  /** Whether an object of a backup's folder is its manifest, or one of a later revision. */
  static boolean isManifest(String object) {
    return REVISION.matcher(object.substring(object.lastIndexOf('/') + 1)).matches();
  }

  /** The backup in whose folder, below {@code place}, an object lies. */
  static Optional<BackupId> folderOf(String place, String object) {
    Matcher name = IN_FOLDER.matcher(object);
    return object.startsWith(place) && name.matches() && BackupId.isValid(name.group(1))
        ? Optional.of(new BackupId(name.group(1)))
        : Optional.empty();
  }

  /**
   * The backup that an object, or a folder, belongs to.
   *
   * @param place an object's name, or what the names of a folder's objects begin with
   */
  static Optional<BackupId> backupOf(String place) {
    return idBelow(BACKUPS, place);
  }

  /** The same for what was found in a backup. */
  static Optional<BackupId> checked(String place) {
    return idBelow(CHECKS, place);
  }

  private static Optional<BackupId> idBelow(String folder, String place) {
    Matcher name =
        FIRST_PART.matcher(place.startsWith(folder) ? place.substring(folder.length()) : "");
    return name.matches() && BackupId.isValid(name.group(1))
        ? Optional.of(new BackupId(name.group(1)))
        : Optional.empty();
  }

  static String leases(String series) {
    return LOCKS + series + "/";
  }

  static String lease(String series, int number) {
    return String.format(Locale.ROOT, "%s%s/%08d.json", LOCKS, series, number);
  }

  /**
   * Where a lease lies.
   *
   * @param series leases of which one holds at a time
   * @param number its place in the series
   */
  record LeaseName(String series, int number) {}

  static Optional<LeaseName> ofLease(String object) {
    Matcher name = LEASE.matcher(object);
    return name.matches()
        ? Optional.of(new LeaseName(name.group(1), Integer.parseInt(name.group(2))))
        : Optional.empty();
  }

  static String pin(BackupId id) {
    return PINS + id + DOCUMENT;
  }

  static Optional<BackupId> ofPin(String object) {
    return object.startsWith(PINS) && object.endsWith(DOCUMENT)
        ? Optional.of(object.substring(PINS.length(), object.length() - DOCUMENT.length()))
            .filter(BackupId::isValid)
            .map(BackupId::new)
        : Optional.empty();
  }

  static String checks(BackupId id) {
    return CHECKS + id + "/";
  }

  /** Names sort by time, as those of backups do. */
  static String check(BackupId id, Instant when) {
    return checks(id) + BackupId.create(when) + DOCUMENT;
  }

  /** The same for drills. */
  static String drill(BackupId id, Instant when) {
    return DRILLS + id + "/" + BackupId.create(when) + DOCUMENT;
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

  /** The name of an object in another vault, whatever revision it is of and however stored. */
  static String copied(String object, boolean encrypted) {
    String plain = object.replaceFirst("^r[0-9]{4,}\\.", "");
    return (isEncrypted(plain) ? plain.substring(0, plain.length() - ENCRYPTED.length()) : plain)
        + suffix(encrypted);
  }

  /** The number behind which an object was stored anew; 0 for the first ones. */
  static int revisionOf(String object) {
    Matcher name = REVISED.matcher(object);
    return name.lookingAt() ? Integer.parseInt(name.group(1)) : 0;
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
