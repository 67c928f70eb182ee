package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.TableShape;

/**
 * What a backup contains. A backup exists once its manifest does.
 *
 * @param id the backup's name
 * @param vault the id of the vault it was made for
 * @param tool name and version of the program that wrote it
 * @param lineage what it builds on
 * @param times when it was made
 * @param protection who can read it
 * @param tags words of the user
 * @param revised how often its objects were stored for other recipients
 * @param source where the rows came from
 * @param tables the tables, references first
 */
public record Manifest(
    BackupId id,
    String vault,
    String tool,
    @JsonUnwrapped Lineage lineage,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Protection protection,
    List<String> tags,
    @JsonUnwrapped Revision revised,
    Source source,
    List<TableEntry> tables)
    implements Document {
  /** The value of {@code encryption} for what anybody can read. */
  public static final String NOT_ENCRYPTED = "none";

  /** The value of {@code encryption} for age files that the vault's recipients can read. */
  public static final String AGE = "age";

  /** More rows, or bytes, than PostgreSQL's largest tables have. */
  private static final long MOST = 1L << 48;

  /** Takes its own copies of the lists, without duplicate tables and objects. */
  public Manifest {
    tags = List.copyOf(tags);
    tables = List.copyOf(tables);
    // So that a chain has an end, whatever a manifest says.
    if (lineage.parent().filter(each -> each.compareTo(id) >= 0).isPresent()) {
      throw new IllegalArgumentException("a parent is older than what builds on it");
    }
    Set<String> names = new HashSet<>();
    Set<String> objects = new HashSet<>();
    for (TableEntry table : tables) {
      if (!names.add(table.name())) {
        throw new IllegalArgumentException("table \"" + table.name() + "\" stands twice");
      }
      if (table.changes().isPresent() && lineage.type() == BackupType.FULL) {
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

  private static void addOnce(Set<String> objects, String object) {
    if (!objects.add(object)) {
      throw new IllegalArgumentException("object \"" + object + "\" stands twice");
    }
  }

  /** A full backup, to which tables are to be added. */
  public static Manifest full(
      BackupId id, String vault, String tool, Times times, Protection protection, Source source) {
    return new Manifest(
        id,
        vault,
        tool,
        Lineage.FULL,
        times,
        protection,
        List.of(),
        Revision.FIRST,
        source,
        List.of());
  }

  /** The same, with another instance of each shape, which is equal. */
  public Manifest withShapes(UnaryOperator<TableShape> same) {
    return new Manifest(
        id,
        vault,
        tool,
        lineage,
        times,
        protection,
        tags,
        revised,
        source,
        tables.stream().map(each -> each.withShape(same.apply(each.shape()))).toList());
  }

  /** The same, built on another backup. */
  public Manifest withLineage(Lineage other) {
    return new Manifest(id, vault, tool, other, times, protection, tags, revised, source, tables);
  }

  /** The same with other tags. */
  public Manifest withTags(List<String> others) {
    return new Manifest(
        id, vault, tool, lineage, times, protection, others, revised, source, tables);
  }

  /** The same with other tables. */
  public Manifest withTables(List<TableEntry> others) {
    return new Manifest(id, vault, tool, lineage, times, protection, tags, revised, source, others);
  }

  /**
   * The manifest of the next revision.
   *
   * @param by name and version of the program that writes it
   * @param number the number of the vault's settings in force
   * @param sha256 the checksum that this manifest has of itself
   * @param stored the same tables with the objects of that revision
   */
  public Manifest revised(String by, int number, String sha256, List<TableEntry> stored) {
    return new Manifest(
        id,
        vault,
        by,
        lineage,
        times,
        new Protection(encryption(), number),
        tags,
        new Revision(revision() + 1, Optional.of(sha256)),
        source,
        stored);
  }

  /**
   * The manifest of the same backup in another vault.
   *
   * @param target the id of that vault
   * @param parentThere the checksum of the parent's first manifest there
   * @param stored the same tables with the objects there
   */
  public Manifest copied(
      String target, Protection there, Optional<String> parentThere, List<TableEntry> stored) {
    return new Manifest(
        id,
        target,
        tool,
        new Lineage(type(), parent(), parentThere),
        times,
        there,
        tags,
        Revision.FIRST,
        source,
        stored);
  }

  /** The server that its rows came from; absent for a dump. */
  public Optional<Source.Server> server() {
    return source.server();
  }

  /** How much of the catalog it stores. */
  public BackupType type() {
    return lineage.type();
  }

  /** The backup it builds on. */
  public Optional<BackupId> parent() {
    return lineage.parent();
  }

  /** The checksum that the parent's first manifest has of itself. */
  public Optional<String> parentSha256() {
    return lineage.parentSha256();
  }

  /** When the work began. */
  public Instant started() {
    return times.started();
  }

  /** The moment whose state it holds. */
  public Instant snapshotAt() {
    return times.snapshotAt();
  }

  /** When the last segment was stored. */
  public Instant finished() {
    return times.finished();
  }

  /** How its objects are encrypted. */
  public String encryption() {
    return protection.encryption();
  }

  /** The number of the vault's settings under which it was stored. */
  public int settings() {
    return protection.settings();
  }

  /** How often its objects were stored for other recipients. */
  public int revision() {
    return revised.number();
  }

  /** Whether a key is needed to read the rows. */
  public boolean encrypted() {
    return protection.encrypted();
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

  /**
   * How often the objects of a backup were stored for other recipients.
   *
   * @param number 0 for the first manifest
   * @param revises the checksum that the manifest of the revision before has of itself; absent for
   *     the first
   */
  public record Revision(@JsonProperty("revision") int number, Optional<String> revises) {
    /** That of a new backup. */
    public static final Revision FIRST = new Revision(0, Optional.empty());

    /** Refuses numbers that contradict each other. */
    public Revision {
      if (number < 0 || (number > 0) != revises.isPresent()) {
        throw new IllegalArgumentException("a manifest has impossible numbers");
      }
    }
  }
}
