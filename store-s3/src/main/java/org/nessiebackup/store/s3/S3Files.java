package org.nessiebackup.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.NoSuchObjectException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files in buckets with the S3 interface, by locations as tables name them: {@code
 * s3://BUCKET/KEY}, or {@code s3a:} or {@code s3n:}. Looks with HEAD, which reads nothing.
 */
public final class S3Files implements FileProbe {
  /** What follows a question mark or a number sign is no part of a key, as Iceberg reads it. */
  private static final Pattern LOCATION = Pattern.compile("s3[an]?://([^/?#]+)/([^?#]+).*");

  private final S3Warehouse warehouse;
  private final Patience patience;
  private final Map<S3Warehouse.Access, S3Client> clients = new ConcurrentHashMap<>();

  /** Buckets that have told of an object: a file they do not have is missing. */
  private final Set<Bucket> known = ConcurrentHashMap.newKeySet();

  S3Files(S3Warehouse warehouse, Patience patience) {
    this.warehouse = warehouse;
    this.patience = patience;
  }

  /** Touches nothing yet. */
  public static S3Files of(S3Warehouse warehouse) {
    return new S3Files(warehouse, Patience.probing());
  }

  @Override
  public boolean exists(String location) throws IOException {
    Place place = place(location);
    try {
      place.client().headObject(head -> head.bucket(place.bucket().name()).key(place.key()));
      known.add(place.bucket());
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == ServerAnswer.NOT_FOUND) {
        return !known.contains(place.bucket()) && isThereAfterAll(place);
      }
      throw place.failure(e, "cannot look at \"" + location + "\"");
    } catch (SdkException e) {
      throw place.failure(e, "cannot look at \"" + location + "\"");
    }
  }

  /**
   * An answer to HEAD does not tell a missing object from a missing bucket; that to GET does. Asked
   * for one byte, and only until the bucket is known to be there.
   */
  private boolean isThereAfterAll(Place place) throws IOException {
    try {
      place
          .client()
          .getObject(get -> get.bucket(place.bucket().name()).key(place.key()).range("bytes=0-0"))
          .abort();
      known.add(place.bucket());
      return true;
    } catch (SdkException e) {
      if (isMissingKey(e)) {
        known.add(place.bucket());
        return false;
      }
      throw place.failure(e, "cannot look at \"" + place.location() + "\"");
    }
  }

  @Override
  public InputStream open(String location) throws IOException {
    Place place = place(location);
    try {
      return place.client().getObject(get -> get.bucket(place.bucket().name()).key(place.key()));
    } catch (SdkException e) {
      if (isMissingKey(e)) {
        throw new NoSuchObjectException("no \"" + location + "\"", e);
      }
      throw place.failure(e, "cannot read \"" + location + "\"");
    }
  }

  private static boolean isMissingKey(SdkException error) {
    return error instanceof S3Exception answer && ServerAnswer.code(answer).equals("NoSuchKey");
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
      S3Location errors = new S3Location(name, "", access.endpoint(), S3Keeping.NONE);
      S3Client client = clients.computeIfAbsent(access, this::connect);
      return new Place(location, bucket, parts.group(2), client, new S3Errors(errors));
    } catch (BackupException e) {
      throw new IOException("cannot look at \"" + location + "\": " + e.getMessage(), e);
    }
  }

  private S3Client connect(S3Warehouse.Access access) {
    try {
      return S3Connection.open(access.endpoint(), patience, access.credentials());
    } catch (SdkException e) {
      throw new BackupException(
          Failure.USAGE,
          "there is no way to the bucket: " + e.getMessage(),
          "Give its region with --s3-region, or set AWS_REGION.",
          e);
    }
  }

  /** A bucket, and the way to it. */
  private record Bucket(String name, S3Warehouse.Access access) {}

  /** An object, and all that is needed to ask for it. */
  private record Place(
      String location, Bucket bucket, String key, S3Client client, S3Errors errors) {
    IOException failure(SdkException error, String what) {
      boolean denied = error instanceof S3Exception answer && answer.statusCode() == 403;
      String why =
          denied
              ? what + " (without s3:ListBucket a bucket does not tell whether a file is missing)"
              : what;
      return errors.translate(error, why);
    }
  }
}
