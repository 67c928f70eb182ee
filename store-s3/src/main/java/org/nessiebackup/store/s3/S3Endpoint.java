package org.nessiebackup.store.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.store.StoreAddress;

/**
 * How to reach the server.
 *
 * @param address of a server other than AWS: {@code http} or {@code https}, without credentials
 * @param region the bucket's region; found by the SDK's rules if absent
 * @param pathStyle whether the bucket is in the path instead of the host's name
 * @param authorities a PEM file with the certificates that sign the server's; the system's if
 *     absent
 */
public record S3Endpoint(
    Optional<URI> address, Optional<String> region, boolean pathStyle, Optional<Path> authorities) {
  /** Refuses addresses that are not of a server. */
  public S3Endpoint {
    address.ifPresent(StoreAddress::requireServer);
  }
}
