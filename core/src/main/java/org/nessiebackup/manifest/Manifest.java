package org.nessiebackup.manifest;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;

/**
 * What a backup contains. A backup exists once its manifest does.
 *
 * @param id the backup's name
 * @param vault the id of the vault it was made for
 * @param tool name and version of the program that wrote it
 * @param type how much of the catalog it stores
 * @param parent the backup this one builds on; absent for full ones
 * @param parentSha256 the checksum that the parent's first manifest has of itself, so that nobody
 *     can put another in its place; absent for full ones
 * @param started when the work began, before the snapshot
 * @param snapshotAt the moment whose state the backup holds
 * @param finished when the last segment was stored
 * @param encryption how segments and key lists are encrypted, {@link #NOT_ENCRYPTED} or {@link
 *     #AGE}
 * @param settings the number of the vault's settings in force; 0 if it had none
 * @param tags words of the user
 * @param revision how often its objects were stored anew for other recipients; 0 for the first
 * @param revises the checksum that the manifest of the revision before has of itself; absent for
 *     the first
 * @param source where the rows came from
 * @param tables the tables, references first
 */
public record Manifest(
    BackupId id,
    String vault,
    String tool,
    BackupType type,
    Optional<BackupId> parent,
    Optional<String> parentSha256,
    Instant started,
    Instant snapshotAt,
    Instant finished,
    String encryption,
    int settings,
    List<String> tags,
    int revision,
    Optional<String> revises,
    Source source,
    List<TableEntry> tables)
    implements Document {
  /** The value of {@code encryption} for what anybody can read. */
  public static final String NOT_ENCRYPTED = "none";

  /** The value of {@code encryption} for age files that the vault's recipients can read. */
  public static final String AGE = "age";

  /** More rows, or bytes, than PostgreSQL's largest tables have. */
  private static final long MOST = 1L << 48;

  /** Takes its own copies of the lists, in which no table and no object stands twice. */
  public Manifest {
    tags = List.copyOf(tags);
    tables = List.copyOf(tables);
    checkParent(id, type, parent, parentSha256);
    if (revision < 0 || settings < 0 || (revision > 0) != revises.isPresent()) {
      throw new IllegalArgumentException("a manifest has impossible numbers");
    }
    Set<String> names = new HashSet<>();
    Set<String> objects = new HashSet<>();
    for (TableEntry table : tables) {
      if (!names.add(table.name())) {
        throw new IllegalArgumentException("table \"" + table.name() + "\" stands twice");
      }
      if (table.changes().isPresent() && type == BackupType.FULL) {
        throw new IllegalArgumentException("table \"" + table.name() + "\" is not whole");
      }
      table.parts().forEach(part -> addOnce(objects, part.object()));
    }
    checkTotals(tables);
  }

  /** So that no total of many backups overflows. */
  private static void checkTotals(List<TableEntry> tables) {
    List<ToLongFunction<TableEntry>> totals =
        List.of(
            TableEntry::rows, TableEntry::wholeRows, TableEntry::rawBytes, TableEntry::storedBytes);
    for (ToLongFunction<TableEntry> total : totals) {
      if (sum(tables, total) > MOST) {
        throw new IllegalArgumentException("a backup has impossibly many rows or bytes");
      }
    }
  }

  private static long sum(List<TableEntry> tables, ToLongFunction<TableEntry> value) {
    return tables.stream().mapToLong(value).reduce(0, Math::addExact);
  }

  private static void checkParent(
      BackupId id, BackupType type, Optional<BackupId> parent, Optional<String> parentSha256) {
    boolean builds = type == BackupType.INCREMENTAL;
    if (parent.isPresent() != builds || parentSha256.isPresent() != builds) {
      throw new IllegalArgumentException("a backup of this type has no such parent");
    }
    // So that a chain has an end, whatever a manifest says.
    if (parent.filter(each -> each.compareTo(id) >= 0).isPresent()) {
      throw new IllegalArgumentException("a parent is older than what builds on it");
    }
  }

  private static void addOnce(Set<String> objects, String object) {
    if (!objects.add(object)) {
      throw new IllegalArgumentException("object \"" + object + "\" stands twice");
    }
  }

  /**
   * The manifest of the next revision.
   *
   * @param sha256 the checksum that this manifest has of itself
   * @param stored the same tables with the objects of that revision
   */
  public Manifest revised(String by, int number, String sha256, List<TableEntry> stored) {
    return new Manifest(
        id,
        vault,
        by,
        type,
        parent,
        parentSha256,
        started,
        snapshotAt,
        finished,
        encryption,
        number,
        tags,
        revision + 1,
        Optional.of(sha256),
        source,
        stored);
  }

  /**
   * The manifest of the same backup in another vault.
   *
   * @param parentThere the checksum of the parent's first manifest there
   * @param stored the same tables with the objects there
   */
  public Manifest copied(
      VaultDescription target, int number, Optional<String> parentThere, List<TableEntry> stored) {
    return new Manifest(
        id,
        target.id(),
        tool,
        type,
        parent,
        parentThere,
        started,
        snapshotAt,
        finished,
        target.encryption(),
        number,
        tags,
        0,
        Optional.empty(),
        source,
        stored);
  }

  /** Whether a key is needed to read the rows. */
  public boolean encrypted() {
    return !encryption.equals(NOT_ENCRYPTED);
  }

  /** The table of that name. */
  public Optional<TableEntry> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /** All objects it names. */
  public Stream<BackupObject> parts() {
    return tables.stream().flatMap(TableEntry::parts);
  }

  /** Rows of all tables that are stored here. */
  public long rows() {
    return sum(tables, TableEntry::rows);
  }

  /** Rows that the whole catalog had at that moment. */
  public long wholeRows() {
    return sum(tables, TableEntry::wholeRows);
  }

  /** Bytes of all segments before compression. */
  public long rawBytes() {
    return sum(tables, TableEntry::rawBytes);
  }

  /** Bytes of all objects as stored. */
  public long storedBytes() {
    return sum(tables, TableEntry::storedBytes);
  }
}
