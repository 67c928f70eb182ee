package org.nessiebackup.store.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * How to reach the server.
 *
 * @param address of a server other than AWS: {@code http} or {@code https}, without credentials
 * @param region the bucket's region; found by the SDK's rules if absent
 * @param pathStyle whether the bucket stands in the path instead of the host's name
 * @param authorities a PEM file with the certificates that sign the server's; the system's if
 *     absent
 */
public record S3Endpoint(
    Optional<URI> address, Optional<String> region, boolean pathStyle, Optional<Path> authorities) {
  /** Refuses addresses that are not of a server. */
  public S3Endpoint {
    address.ifPresent(S3Endpoint::check);
  }

  private static void check(URI address) {
    String scheme = String.valueOf(address.getScheme());
    if (!scheme.matches("https?") || address.getHost() == null) {
      throw new BackupException(
          Failure.USAGE,
          "the endpoint is not the address of a server",
          "Write endpoint=https://HOST:PORT.");
    }
    if (address.getRawUserInfo() != null || address.getRawQuery() != null) {
      throw new BackupException(
          Failure.USAGE,
          "the endpoint holds more than the address of a server",
          "Credentials are taken from the environment or the file that the AWS tools use.");
    }
  }
}
