package org.nessiebackup.store.azure;

import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFactory;
import org.nessiebackup.store.bucket.BucketStore;

/** Opens containers of Azure Blob Storage. */
public final class AzureStoreFactory implements StoreFactory {
  @Override
  public String scheme() {
    return "azblob";
  }

  @Override
  public String syntax() {
    return "azblob://ACCOUNT/CONTAINER/PREFIX";
  }

  @Override
  public ObjectStore open(String address, Retrier retrier) {
    return open(AzureLocation.parse(address), retrier);
  }

  static ObjectStore open(AzureLocation location, Retrier retrier) {
    return new BucketStore(
        new AzureRequests(AzureConnection.open(location), location), location.place(), retrier);
  }
}
