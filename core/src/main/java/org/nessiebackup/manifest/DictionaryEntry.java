package org.nessiebackup.manifest;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A few rows of a table, stored once more so that incremental backups can be compressed as if they
 * followed on them. Whoever backs up reads them from the database again, at the places where they
 * were; whoever restores reads them from here.
 *
 * @param segment the rows; without keys
 * @param rawSha256 SHA-256 of their COPY binary stream, 64 hexadecimal digits
 * @param places where they were in the table, in order, as PostgreSQL writes a {@code ctid}: {@code
 *     (12,3)}
 */
public record DictionaryEntry(SegmentEntry segment, String rawSha256, List<String> places) {
  /** A larger stream is not used, since it has to be held in memory; in bytes. */
  public static final long LARGEST = 4L << 20;

  private static final Pattern PLACE = Pattern.compile("\\(\\d{1,10},\\d{1,5}\\)");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Refuses what could be something else than a place in a table, and too much of it. */
  public DictionaryEntry {
    places = List.copyOf(places);
    if (!HASH.matcher(rawSha256).matches()
        || segment.rawBytes() > LARGEST
        || segment.rows() != places.size()
        || segment.keys().isPresent()
        || !places.stream().allMatch(each -> PLACE.matcher(each).matches())) {
      throw new IllegalArgumentException(
          "dictionary \"%s\" is impossible".formatted(segment.object()));
    }
  }
}
