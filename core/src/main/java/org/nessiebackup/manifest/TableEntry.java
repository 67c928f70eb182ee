package org.nessiebackup.manifest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.TableShape;

/**
 * A table of a backup.
 *
 * @param shape columns and key
 * @param identity which table it was on its server; absent for dumps
 * @param rows how many rows
 * @param digest the digest of the rows, 64 hexadecimal digits
 * @param segments where the rows are, in physical order
 */
public record TableEntry(
    TableShape shape,
    Optional<Identity> identity,
    long rows,
    String digest,
    List<SegmentEntry> segments) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Takes its own copy of the list, whose rows must add up. */
  public TableEntry {
    segments = List.copyOf(segments);
    if (!HASH.matcher(digest).matches()) {
      throw new IllegalArgumentException("table \"%s\" has no digest".formatted(shape.name()));
    }
    long sum = segments.stream().mapToLong(SegmentEntry::rows).sum();
    if (sum != rows) {
      throw new IllegalArgumentException(
          "table \"%s\" has %d rows, its segments have %d".formatted(shape.name(), rows, sum));
    }
  }

  /** The name of the table. */
  public String name() {
    return shape.name();
  }

  /** Bytes of all segments before compression. */
  public long rawBytes() {
    return segments.stream().mapToLong(SegmentEntry::rawBytes).sum();
  }

  /** Bytes of all segments as stored. */
  public long storedBytes() {
    return segments.stream().mapToLong(SegmentEntry::storedBytes).sum();
  }

  /**
   * Tells a table from one of the same name that was made later.
   *
   * @param oid the table's object id
   * @param relfilenode its file at that moment; changes with VACUUM FULL and TRUNCATE
   */
  public record Identity(long oid, long relfilenode) {}
}
