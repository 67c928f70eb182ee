package org.nessiebackup.manifest;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nessiebackup.TableShape;

/**
 * A table of a backup.
 *
 * @param shape columns and key
 * @param identity which table it was on its server; absent for dumps
 * @param rows how many rows are stored
 * @param digest the digest of these rows, 64 hexadecimal digits
 * @param segments where they are, in physical order
 * @param dictionary rows that incremental backups which build on this one may refer to
 * @param changes present if they are not all rows of the table, but those that are new or changed
 */
public record TableEntry(
    TableShape shape,
    Optional<Identity> identity,
    long rows,
    String digest,
    List<SegmentEntry> segments,
    Optional<DictionaryEntry> dictionary,
    Optional<TableChanges> changes) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Takes its own copy of the list, whose rows must add up. */
  public TableEntry {
    segments = List.copyOf(segments);
    if (!HASH.matcher(digest).matches()) {
      throw new IllegalArgumentException("table \"%s\" has no digest".formatted(shape.name()));
    }
    long sum = segments.stream().mapToLong(SegmentEntry::rows).reduce(0, Math::addExact);
    if (sum != rows) {
      throw new IllegalArgumentException(
          "table \"%s\" has %d rows, its segments have %d".formatted(shape.name(), rows, sum));
    }
    changes.ifPresent(
        each -> {
          if (each.inserted() + each.updated() != rows) {
            throw new IllegalArgumentException(
                "table \"%s\" has other changes than rows".formatted(shape.name()));
          }
        });
  }

  /** The name of the table. */
  public String name() {
    return shape.name();
  }

  /** How many rows the table had at that moment, stored here or not. */
  public long wholeRows() {
    return changes.map(TableChanges::rows).orElse(rows);
  }

  /** All objects of the table: those with rows, then the key lists. */
  public Stream<BackupObject> parts() {
    return Stream.of(
            segments.stream(),
            dictionary.stream().map(DictionaryEntry::segment),
            segments.stream().map(SegmentEntry::keys).flatMap(Optional::stream),
            changes.stream().map(TableChanges::deletedKeys).flatMap(Optional::stream))
        .flatMap(each -> each);
  }

  /** The same table with an equal shape. */
  TableEntry withShape(TableShape same) {
    return new TableEntry(same, identity, rows, digest, segments, dictionary, changes);
  }

  /**
   * The same table, whose objects hold the same but are stored in another way.
   *
   * @param stored what replaces each object, by its present name
   */
  public TableEntry storedAs(Function<String, BackupObject.Stored> stored) {
    return new TableEntry(
        shape,
        identity,
        rows,
        digest,
        segments.stream().map(each -> each.storedAs(stored)).toList(),
        dictionary.map(
            each ->
                new DictionaryEntry(
                    each.segment().storedAs(stored), each.rawSha256(), each.places())),
        changes.map(each -> each.storedAs(stored)));
  }

  /** Bytes of all segments before compression. */
  public long rawBytes() {
    return segments.stream().mapToLong(SegmentEntry::rawBytes).reduce(0, Math::addExact);
  }

  /** Bytes of all its objects as stored. */
  public long storedBytes() {
    return parts().mapToLong(BackupObject::storedBytes).reduce(0, Math::addExact);
  }

  /**
   * Distinguishes a table from one of the same name that was made later.
   *
   * @param oid the table's object id
   * @param relfilenode its file at that moment; changes with VACUUM FULL and TRUNCATE
   */
  public record Identity(long oid, long relfilenode) {}
}
