package org.nessiebackup.store.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.StoreAddress;
import org.nessiebackup.store.bucket.BucketPlace;

/**
 * A place in a bucket.
 *
 * @param bucket its name
 * @param prefix what precedes the names of all objects, without a slash at its ends; may be empty
 * @param endpoint how to reach the server
 * @param options what the server is to do with new objects
 */
public record S3Location(String bucket, String prefix, S3Endpoint endpoint, PutOptions options) {
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,62}");

  private static final String ENDPOINT = "endpoint";
  private static final String REGION = "region";
  private static final String PATH_STYLE = "path-style";
  private static final String AUTHORITIES = "ca";
  private static final String ENCRYPTION = "sse";
  private static final String KEY = "sse-kms-key";
  private static final String STORAGE_CLASS = "storage-class";
  private static final String LOCK = "object-lock";
  private static final String LOCK_DAYS = "object-lock-days";
  private static final Set<String> PARAMETERS =
      Set.of(
          ENDPOINT,
          REGION,
          PATH_STYLE,
          AUTHORITIES,
          ENCRYPTION,
          KEY,
          STORAGE_CLASS,
          LOCK,
          LOCK_DAYS);

  /** Refuses what cannot be a bucket's name. */
  public S3Location {
    if (!BUCKET.matcher(bucket).matches()) {
      throw Failure.USAGE.exception(
          "\"" + bucket + "\" is not the name of a bucket",
          "Write s3://BUCKET/PREFIX; the server's address goes into ?endpoint=https://HOST:PORT.");
    }
  }

  /**
   * Reads {@code s3://BUCKET/PREFIX?PARAMETER=VALUE&…}; docs/guide.md lists the parameters.
   *
   * @throws BackupException {@link Failure#USAGE} if it makes no sense
   */
  public static S3Location parse(String uri) {
    StoreAddress address = StoreAddress.parse(uri, PARAMETERS);
    return new S3Location(address.authority(), address.path(), endpoint(address), options(address));
  }

  private static S3Endpoint endpoint(StoreAddress address) {
    Optional<URI> server = address.server(ENDPOINT);
    boolean pathStyle =
        address
            .parameter(PATH_STYLE, "true or false", S3Location::truth)
            .orElse(server.isPresent());
    return new S3Endpoint(
        server,
        address.parameter(REGION),
        pathStyle,
        address.parameter(AUTHORITIES, "the path of a PEM file", Path::of));
  }

  private static PutOptions options(StoreAddress address) {
    Optional<String> key = address.parameter(KEY);
    Optional<S3Encryption> encryption =
        address.parameter(ENCRYPTION, "AES256 or aws:kms", word -> encryption(word, key));
    if (key.isPresent() && !(encryption.orElse(null) instanceof S3Encryption.ManagedKey)) {
      throw alone(KEY, ENCRYPTION + "=aws:kms");
    }
    Optional<S3ObjectLock.Mode> mode =
        address.parameter(
            LOCK,
            "governance or compliance",
            word -> S3ObjectLock.Mode.valueOf(word.toUpperCase(Locale.ROOT)));
    Optional<Integer> days = address.parameter(LOCK_DAYS, "a number of days", Integer::valueOf);
    if (mode.isPresent() != days.isPresent()) {
      throw mode.isPresent() ? alone(LOCK, LOCK_DAYS) : alone(LOCK_DAYS, LOCK);
    }
    return new PutOptions(
        encryption,
        address.parameter(STORAGE_CLASS),
        mode.map(each -> new S3ObjectLock(each, days.orElseThrow())));
  }

  private static S3Encryption encryption(String word, Optional<String> key) {
    return switch (word) {
      case "AES256" -> new S3Encryption.ServerKeys();
      case "aws:kms" -> new S3Encryption.ManagedKey(key);
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static boolean truth(String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static BackupException alone(String name, String missing) {
    return Failure.USAGE.exception(
        "the address of the vault has \"%s\" without \"%s\"".formatted(name, missing),
        "One means nothing without the other.");
  }

  BucketPlace place() {
    return new BucketPlace(toString(), prefix);
  }

  /** As people know it, without parameters. */
  @Override
  public String toString() {
    return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
