package org.nessiebackup.store.s3;

import org.nessiebackup.Failure;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFactory;
import org.nessiebackup.store.bucket.BucketStore;
import software.amazon.awssdk.core.exception.SdkException;

/** Opens buckets with the S3 interface. */
public final class S3StoreFactory implements StoreFactory {
  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public String syntax() {
    return "s3://BUCKET/PREFIX";
  }

  /** Refuses an address by {@link Failure#USAGE} also if a file or a region is not there. */
  @Override
  public ObjectStore open(String address, Retrier retrier) {
    return open(S3Location.parse(address), S3Timeouts.USUAL, retrier);
  }

  static ObjectStore open(S3Location location, S3Timeouts timeouts, Retrier retrier) {
    try {
      return new BucketStore(
          new S3Requests(S3Connection.open(location.endpoint(), timeouts), location),
          location.place(),
          retrier);
    } catch (SdkException e) {
      throw Failure.USAGE.exception(
          "cannot use \"%s\": %s".formatted(location, lacking(e)),
          "Add region=… to the address, or set AWS_REGION; look at AWS_PROFILE, if it is set.",
          e);
    }
  }

  /** The library lists all classes in which it has looked for a region. */
  private static String lacking(SdkException error) {
    String message = String.valueOf(error.getMessage());
    return message.startsWith("Unable to load region")
        ? "nothing says in which region the bucket is"
        : message;
  }
}
