package org.nessiebackup.manifest;

import java.util.function.Function;

/**
 * An object with the keys of some rows, by which an incremental backup finds out what has changed
 * and gone. For each row it has 16 bytes: the first eight of the SHA-256 of the row's key, the last
 * eight of the SHA-256 of the row.
 *
 * @param object the object's name inside the backup's folder
 * @param keys how many
 * @param storedBytes length of the object
 * @param sha256 SHA-256 of the object, 64 hexadecimal digits
 */
public record KeyList(String object, long keys, long storedBytes, String sha256)
    implements BackupObject {
  /** Refuses names that could lead out of the backup's folder, and impossible numbers. */
  public KeyList {
    SegmentEntry.checkObject(object, sha256);
    if (keys < 0 || storedBytes < 0) {
      throw new IllegalArgumentException("key list \"" + object + "\" has negative numbers");
    }
  }

  KeyList storedAs(Function<String, BackupObject.Stored> stored) {
    BackupObject.Stored part = stored.apply(object);
    return new KeyList(part.object(), keys, part.storedBytes(), part.sha256());
  }
}
