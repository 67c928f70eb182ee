package org.nessiebackup.testing.web;

import java.net.URI;
import java.util.Set;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreAddress;
import org.nessiebackup.store.StoreFactory;
import org.nessiebackup.store.bucket.BucketPlace;
import org.nessiebackup.store.bucket.BucketStore;

/** Opens folders of a {@link WebServer}. */
public final class WebStoreFactory implements StoreFactory {
  @Override
  public String scheme() {
    return "web";
  }

  @Override
  public String syntax() {
    return "web://HOST:PORT/PREFIX";
  }

  @Override
  public ObjectStore open(String address, Retrier retrier) {
    StoreAddress parsed = StoreAddress.parse(address, Set.of());
    URI server = URI.create("http://" + parsed.authority() + "/");
    StoreAddress.requireServer(server);
    return new BucketStore(
        new WebRequests(server), new BucketPlace(parsed.toString(), parsed.path()), retrier);
  }
}
