package org.nessiebackup.store.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.store.PartBuffer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out what a server does with conditional puts. Some refuse them, some pass over the
 * condition, and some know it for whole objects but not for those of several parts.
 */
final class ExclusiveProbe {
  private final S3Objects objects;
  private final S3Uploads uploads;
  private final S3Location location;
  private final String name = S3Store.PROBES + UUID.randomUUID();
  private final PartBuffer content = new PartBuffer();

  ExclusiveProbe(S3Objects objects, S3Uploads uploads, S3Location location) {
    this.objects = objects;
    this.uploads = uploads;
    this.location = location;
    content.append(new byte[] {1}, 0, 1);
  }

  boolean run() throws IOException {
    try {
      return !isRefused(this::put) && isRefused(this::put) && isRefused(this::putInParts);
    } catch (SdkException e) {
      throw new S3Errors(location).translate(e, "cannot try conditional puts");
    } finally {
      objects.delete(name);
    }
  }

  /** Whether the name is taken; a server that does not know the condition never says so. */
  private static boolean isRefused(Runnable put) {
    try {
      put.run();
      return false;
    } catch (S3Exception e) {
      if (ServerAnswer.isTaken(e)) {
        return true;
      }
      if (ServerAnswer.isUnknownCondition(e)) {
        return false;
      }
      throw e;
    }
  }

  private void put() {
    uploads.put(name, content, label(), S3Uploads.IF_FREE);
  }

  private void putInParts() {
    String handle = uploads.begin(name, label());
    try {
      uploads.complete(
          name, handle, List.of(uploads.send(name, handle, 1, content)), S3Uploads.IF_FREE);
    } finally {
      uploads.abort(name, handle);
    }
  }

  private static UploadLabel label() {
    return new UploadLabel(UUID.randomUUID().toString(), Optional.empty());
  }
}
