package org.nessiebackup.server;

import java.net.URI;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Where a Nessie server is, and how it is talked to.
 *
 * @param address of its API, version 2
 * @param login who asks
 * @param authorities certificates, as PEM text, of those whose signature proves that it is the
 *     server (and the provider of tokens); absent for those that Java trusts
 */
public record NessieEndpoint(URI address, NessieLogin login, Optional<String> authorities) {
  private static final String API = "api/v2";

  /**
   * From an address as people have it: {@code http://nessie:19120}, with or without {@code /api},
   * {@code /api/v1} or {@code /api/v2}. Iceberg's clients are given {@code …/iceberg}, which is
   * understood as well.
   *
   * @throws BackupException {@link Failure#USAGE} if it is no address of a server
   */
  public static NessieEndpoint of(URI address, NessieLogin login, Optional<String> authorities) {
    String scheme = String.valueOf(address.getScheme());
    boolean usable = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    if (!usable
        || address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw Failure.USAGE.exception(
          "the address of Nessie is none",
          "It looks like http://nessie:19120 or https://nessie.example.org/api/v2, without a name"
              + " or password in it.");
    }
    String path = address.getRawPath().replaceFirst("/+(api(/+v[12])?|iceberg)?/*$", "");
    return new NessieEndpoint(address.resolve(path + "/" + API), login, authorities);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
