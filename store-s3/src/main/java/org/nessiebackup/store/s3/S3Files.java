package org.nessiebackup.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.bucket.BucketCaller;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files in buckets with the S3 interface, by locations as tables name them: {@code
 * s3://BUCKET/KEY}, or {@code s3a:} or {@code s3n:}. Looks with HEAD, which reads nothing.
 */
public final class S3Files implements FileProbe, AutoCloseable {
  /** What follows a question mark or a number sign is no part of a key, as Iceberg reads it. */
  private static final Pattern LOCATION = Pattern.compile("s3[an]?://([^/?#]+)/([^?#]+).*");

  private static final String UNKNOWN =
      " (without s3:ListBucket a bucket does not say whether a file is missing)";

  /** Few: there are many files to look for, and one that could not be is a result too. */
  public static final RetryPolicy RETRIES =
      RetryPolicy.attempts(4, Duration.ofMillis(200), Duration.ofSeconds(20));

  private final S3Warehouse warehouse;
  private final S3Timeouts timeouts;
  private final Retrier retrier;
  private final Map<S3Warehouse.Access, S3Client> clients = new ConcurrentHashMap<>();

  /** Buckets that were seen to be there: a file they do not have is missing. */
  private final Set<Bucket> known = ConcurrentHashMap.newKeySet();

  S3Files(S3Warehouse warehouse, S3Timeouts timeouts, Retrier retrier) {
    this.warehouse = warehouse;
    this.timeouts = timeouts;
    this.retrier = retrier;
  }

  /** Touches nothing yet. */
  public static S3Files of(S3Warehouse warehouse, Retrier retrier) {
    return new S3Files(warehouse, S3Timeouts.PROBING, retrier);
  }

  @Override
  public boolean exists(String location) throws IOException {
    Place place = place(location);
    return place.call("cannot look at \"" + location + "\"", () -> isThere(place));
  }

  private boolean isThere(Place place) {
    try {
      place.client().headObject(head -> head.bucket(place.bucket().name()).key(place.key()));
      known.add(place.bucket());
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == S3Errors.NOT_FOUND) {
        return !known.contains(place.bucket()) && isThereAfterAll(place);
      }
      throw e;
    }
  }

  /**
   * A response to HEAD does not tell a missing object from a missing bucket; that to GET does.
   * Requested is one byte, and only until the bucket is known to be there.
   */
  private boolean isThereAfterAll(Place place) {
    try {
      place
          .client()
          .getObject(get -> get.bucket(place.bucket().name()).key(place.key()).range("bytes=0-0"))
          .abort();
      known.add(place.bucket());
      return true;
    } catch (S3Exception e) {
      if (S3Errors.code(e).equals("NoSuchKey")) {
        known.add(place.bucket());
        return false;
      }
      throw e;
    }
  }

  @Override
  public InputStream open(String location) throws IOException {
    Place place = place(location);
    return place.call(
        "cannot read \"" + location + "\"",
        () -> place.client().getObject(get -> get.bucket(place.bucket().name()).key(place.key())));
  }

  /** Nothing is looked for after that. */
  @Override
  public void close() {
    clients.values().forEach(S3Client::close);
    clients.clear();
  }

  private Place place(String location) throws IOException {
    Matcher parts = LOCATION.matcher(location);
    if (!parts.matches()) {
      throw new IOException("\"" + location + "\" names no object of a bucket");
    }
    String name = parts.group(1);
    S3Warehouse.Access access = warehouse.access(name, parts.group(2));
    Bucket bucket = new Bucket(name, access);
    try {
      S3Errors errors = new S3Errors(new S3Location(name, "", access.endpoint(), PutOptions.NONE));
      S3Client client = clients.computeIfAbsent(access, this::connect);
      BucketCaller caller = new BucketCaller(errors::failure, retrier);
      return new Place(location, bucket, parts.group(2), client, caller);
    } catch (BackupException e) {
      throw new IOException("cannot look at \"" + location + "\": " + e.getMessage(), e);
    }
  }

  private S3Client connect(S3Warehouse.Access access) {
    try {
      return S3Connection.open(access.endpoint(), timeouts, access.credentials());
    } catch (SdkException e) {
      throw Failure.USAGE.exception(
          "there is no way to the bucket: " + e.getMessage(),
          "Give its region with --s3-region, or set AWS_REGION.",
          e);
    }
  }

  /** A bucket, and the way to it. */
  private record Bucket(String name, S3Warehouse.Access access) {}

  /** An object, and all that is needed to make requests for it. */
  private record Place(
      String location, Bucket bucket, String key, S3Client client, BucketCaller caller) {
    <T> T call(String what, Retrier.Attempt<T, IOException> request) throws IOException {
      try {
        return caller.attempt(what, request);
      } catch (S3Exception e) {
        if (S3Errors.code(e).equals("NoSuchKey")) {
          throw new NoSuchObjectException("no \"" + location + "\"", e);
        }
        throw caller.translate(e, e.statusCode() == 403 ? what + UNKNOWN : what);
      } catch (SdkException e) {
        throw caller.translate(e, what);
      }
    }
  }
}
