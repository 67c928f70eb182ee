package org.nessiebackup.store.gcs;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.StoreAddress;
import org.nessiebackup.store.bucket.BucketPlace;

/**
 * A place in a bucket of Google Cloud Storage.
 *
 * @param bucket its name
 * @param prefix what precedes the names of all objects, without a slash at its ends; may be empty
 * @param endpoint a server other than Google's usual one; no credentials are sent to one that
 *     speaks plain {@code http}
 * @param storageClass of new objects, such as {@code NEARLINE}; the bucket's if absent
 */
public record GcsLocation(
    String bucket, String prefix, Optional<URI> endpoint, Optional<String> storageClass) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{2,221}");
  private static final String ENDPOINT = "endpoint";
  private static final String STORAGE_CLASS = "storage-class";

  /** Refuses what cannot be a bucket or a server. */
  public GcsLocation {
    if (!BUCKET.matcher(bucket).matches()) {
      throw Failure.USAGE.exception(
          "\"" + bucket + "\" is not the name of a bucket", "Write gs://BUCKET/PREFIX.");
    }
    endpoint.ifPresent(StoreAddress::requireServer);
  }

  /**
   * Reads {@code gs://BUCKET/PREFIX?PARAMETER=VALUE}.
   *
   * @throws BackupException {@link Failure#USAGE} if it makes no sense
   */
  public static GcsLocation parse(String uri) {
    StoreAddress address = StoreAddress.parse(uri, Set.of(ENDPOINT, STORAGE_CLASS));
    return new GcsLocation(
        address.authority(),
        address.path(),
        address.server(ENDPOINT),
        address.parameter(STORAGE_CLASS));
  }

  /** The server's address, with a slash at its end. */
  String server() {
    return endpoint
        .map(address -> address.toString().replaceAll("/*$", "/"))
        .orElse("https://storage.googleapis.com/");
  }

  /** Whether credentials would be seen on the way. */
  boolean isPlain() {
    return endpoint.filter(address -> address.getScheme().equals("http")).isPresent();
  }

  BucketPlace place() {
    return new BucketPlace(toString(), prefix);
  }

  /** As people know it, without parameters. */
  @Override
  public String toString() {
    return "gs://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
