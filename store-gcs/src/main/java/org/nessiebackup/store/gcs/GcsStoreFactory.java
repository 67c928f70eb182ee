package org.nessiebackup.store.gcs;

import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFactory;
import org.nessiebackup.store.bucket.BucketStore;

/** Opens buckets of Google Cloud Storage. */
public final class GcsStoreFactory implements StoreFactory {
  @Override
  public String scheme() {
    return "gs";
  }

  @Override
  public String syntax() {
    return "gs://BUCKET/PREFIX";
  }

  @Override
  public ObjectStore open(String address, Retrier retrier) {
    return open(GcsLocation.parse(address), retrier);
  }

  static ObjectStore open(GcsLocation location, Retrier retrier) {
    return new BucketStore(
        new GcsRequests(GcsConnection.open(location), location), location.place(), retrier);
  }
}
