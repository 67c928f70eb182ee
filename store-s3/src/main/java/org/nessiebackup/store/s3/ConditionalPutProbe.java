package org.nessiebackup.store.s3;

import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.UploadLabel;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out what a server does with conditional puts. Some refuse them, some pass over the
 * condition, and some know it for whole objects but not for those of several parts.
 */
final class ConditionalPutProbe {
  /** Publishes only under a name that nothing has. */
  static final String IF_FREE = "*";

  private final S3Requests requests;
  private final String key;
  private final UploadLabel label =
      new UploadLabel(UUID.randomUUID().toString(), Lifetime.TRANSIENT, Optional.empty());
  private final PartBuffer content = new PartBuffer();

  ConditionalPutProbe(S3Requests requests, String prefix) {
    this.requests = requests;
    this.key = prefix + UUID.randomUUID();
    content.append(new byte[] {1}, 0, 1);
  }

  boolean run() {
    try {
      return !isRefused(this::put) && isRefused(this::put) && isRefused(this::putInParts);
    } finally {
      requests.delete(key);
    }
  }

  /** Whether the name is taken; a server that does not know the condition never says so. */
  private static boolean isRefused(Runnable put) {
    try {
      put.run();
      return false;
    } catch (S3Exception e) {
      if (S3Errors.isTaken(e)) {
        return true;
      }
      if (S3Errors.isUnknownCondition(e)) {
        return false;
      }
      throw e;
    }
  }

  private void put() {
    requests.put(key, label, content, IF_FREE);
  }

  private void putInParts() {
    S3Parts parts = requests.begin(key, label);
    try {
      parts.send(1, content, true);
      parts.complete(IF_FREE);
    } finally {
      parts.abort();
    }
  }
}
