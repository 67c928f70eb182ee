package org.nessiebackup.manifest;

/** An object that a manifest names: rows, or keys of rows. */
public sealed interface BackupObject permits SegmentEntry, KeyList {
  /** The object's name inside the backup's folder. */
  String object();

  /** Length of the object. */
  long storedBytes();

  /** SHA-256 of the object, 64 hexadecimal digits. */
  String sha256();

  /**
   * An object as it was stored, whatever is in it.
   *
   * @param object the object's name inside the backup's folder
   * @param storedBytes length of the object
   * @param sha256 SHA-256 of the object, 64 hexadecimal digits
   */
  record Stored(String object, long storedBytes, String sha256) {}
}
