package org.nessiebackup.store.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a new object carries besides its bytes.
 *
 * @param upload tells it from objects that other writers publish under its name
 * @param retainedUntil how long the server keeps it against everybody
 */
record UploadLabel(String upload, Optional<Instant> retainedUntil) {
  /** The name under which the object's metadata tells the upload. */
  static final String METADATA = "nessie-backup-upload";

  Map<String, String> metadata() {
    return Map.of(METADATA, upload);
  }
}
