package org.nessiebackup.store.s3;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.PartedUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload, which the server names. */
final class S3Parts implements PartedUpload {
  private final S3Requests requests;
  private final String key;
  private final String handle;
  private final SortedMap<Integer, CompletedPart> parts = new TreeMap<>();

  S3Parts(S3Requests requests, String key, String handle) {
    this.requests = requests;
    this.key = key;
    this.handle = handle;
  }

  @Override
  public void send(int number, PartBuffer content, boolean last) {
    parts.put(number, requests.send(key, handle, number, content));
  }

  @Override
  public void complete() {
    requests.complete(key, handle, List.copyOf(parts.values()));
  }

  /** The same on a condition, for a probe. */
  void complete(String condition) {
    requests.complete(key, handle, List.copyOf(parts.values()), condition);
  }

  @Override
  public void abort() {
    requests.discard(key, handle);
  }
}
