package org.nessiebackup.manifest;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A segment of a table.
 *
 * @param object the object's name inside the backup's folder
 * @param rows how many rows
 * @param rawBytes length of the COPY binary stream
 * @param storedBytes length of the object
 * @param sha256 SHA-256 of the object, 64 hexadecimal digits
 * @param keys the keys of its rows; absent in tables that every backup stores whole, and where no
 *     incremental backup can build on this one
 */
public record SegmentEntry(
    String object,
    long rows,
    long rawBytes,
    long storedBytes,
    String sha256,
    Optional<KeyList> keys)
    implements BackupObject {
  private static final Pattern OBJECT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Refuses names that could lead out of the backup's folder, and impossible numbers. */
  public SegmentEntry {
    checkObject(object, sha256);
    if (rows < 0 || rawBytes < 0 || storedBytes < 0) {
      throw new IllegalArgumentException("segment \"" + object + "\" has negative numbers");
    }
    if (keys.isPresent() && keys.get().keys() != rows) {
      throw new IllegalArgumentException("segment \"" + object + "\" has other keys than rows");
    }
  }

  SegmentEntry storedAs(Function<String, BackupObject.Stored> stored) {
    BackupObject.Stored part = stored.apply(object);
    return new SegmentEntry(
        part.object(),
        rows,
        rawBytes,
        part.storedBytes(),
        part.sha256(),
        keys.map(each -> each.storedAs(stored)));
  }

  static void checkObject(String object, String sha256) {
    if (!OBJECT.matcher(object).matches() || !HASH.matcher(sha256).matches()) {
      throw new IllegalArgumentException("an object has an impossible name or checksum");
    }
  }
}
