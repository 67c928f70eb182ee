package org.nessiebackup.store.s3;

import java.util.Optional;

/**
 * What the server is asked to do with new objects; where absent, it does what the bucket says.
 *
 * @param encryption how they are encrypted
 * @param storageClass such as {@code STANDARD_IA}; the server knows which there are
 * @param lock how long they are kept against everybody
 */
public record S3Keeping(
    Optional<S3Encryption> encryption, Optional<String> storageClass, Optional<S3ObjectLock> lock) {
  /** As the bucket says. */
  static final S3Keeping NONE = new S3Keeping(Optional.empty(), Optional.empty(), Optional.empty());
}
