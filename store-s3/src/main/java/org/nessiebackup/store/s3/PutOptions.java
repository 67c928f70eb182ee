package org.nessiebackup.store.s3;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.bucket.UploadLabel;

/**
 * What the server is to do with new objects; where absent, it does what the bucket says.
 *
 * @param encryption how they are encrypted
 * @param storageClass such as {@code STANDARD_IA}; the server knows which there are
 * @param lock how long they are kept against everybody
 */
public record PutOptions(
    Optional<S3Encryption> encryption, Optional<String> storageClass, Optional<S3ObjectLock> lock) {
  /** As the bucket says. */
  static final PutOptions NONE =
      new PutOptions(Optional.empty(), Optional.empty(), Optional.empty());

  /** The name under which an object's metadata holds the id of its upload. */
  static final String UPLOAD = "nessie-backup-upload";

  /**
   * The headers that say so: the same for an object sent in one request and for the request that
   * begins one of several parts.
   */
  Map<String, String> headers(UploadLabel label) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amz-meta-" + UPLOAD, label.id());
    storageClass.ifPresent(name -> headers.put("x-amz-storage-class", name));
    encryption.ifPresent(each -> encrypt(headers, each));
    if (label.lifetime() == Lifetime.KEPT && lock.isPresent()) {
      headers.put("x-amz-object-lock-mode", lock.get().mode().name());
      headers.put(
          "x-amz-object-lock-retain-until-date",
          label.at().orElseThrow().plus(Duration.ofDays(lock.get().days())).toString());
    }
    return headers;
  }

  private static void encrypt(Map<String, String> headers, S3Encryption encryption) {
    switch (encryption) {
      case S3Encryption.ServerKeys own -> headers.put("x-amz-server-side-encryption", "AES256");
      case S3Encryption.ManagedKey managed -> {
        headers.put("x-amz-server-side-encryption", "aws:kms");
        managed
            .key()
            .ifPresent(key -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", key));
      }
    }
  }
}
