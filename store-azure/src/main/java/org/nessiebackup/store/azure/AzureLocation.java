package org.nessiebackup.store.azure;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.StoreAddress;
import org.nessiebackup.store.bucket.BucketPlace;

/**
 * A place in a container.
 *
 * @param account the storage account
 * @param container the container
 * @param prefix what precedes the names of all objects, without a slash at its ends; may be empty
 * @param endpoint the account's address, where it is not Azure's usual one
 * @param tier the access tier of new objects, such as {@code Cool}; the account's if absent
 */
public record AzureLocation(
    String account,
    String container,
    String prefix,
    Optional<URI> endpoint,
    Optional<String> tier) {
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9$][a-z0-9-]{2,62}");
  private static final String ENDPOINT = "endpoint";
  private static final String TIER = "access-tier";

  /** Refuses what Azure has no place for. */
  public AzureLocation {
    if (!ACCOUNT.matcher(account).matches() || !CONTAINER.matcher(container).matches()) {
      throw Failure.USAGE.exception(
          "\"%s/%s\" is not an account and a container".formatted(account, container),
          "Write azblob://ACCOUNT/CONTAINER/PREFIX.");
    }
    endpoint.ifPresent(StoreAddress::requireServer);
  }

  /**
   * Reads {@code azblob://ACCOUNT/CONTAINER/PREFIX?PARAMETER=VALUE}.
   *
   * @throws BackupException {@link Failure#USAGE} if it makes no sense
   */
  public static AzureLocation parse(String uri) {
    StoreAddress address = StoreAddress.parse(uri, Set.of(ENDPOINT, TIER));
    int slash = address.path().indexOf('/');
    return new AzureLocation(
        address.authority(),
        slash < 0 ? address.path() : address.path().substring(0, slash),
        slash < 0 ? "" : address.path().substring(slash + 1),
        address.server(ENDPOINT),
        address.parameter(TIER));
  }

  /** The address of the account. */
  String server() {
    return endpoint.map(Object::toString).orElse("https://" + account + ".blob.core.windows.net");
  }

  BucketPlace place() {
    return new BucketPlace(toString(), prefix);
  }

  /** As people know it, without parameters. */
  @Override
  public String toString() {
    return "azblob://" + account + "/" + container + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
