package org.nessiebackup.service.security;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/**
 * Whom to believe who somebody is.
 *
 * @param issuer the provider, as its tokens name it
 * @param client what this service is to it
 * @param audiences whom tokens of programs may be for; the client's name is one that holds always
 * @param roles which role a token gives
 * @param trust whose certificates the provider may have; empty for those that Java trusts
 */
public record OidcOptions(
    URI issuer,
    OidcClient client,
    Set<String> audiences,
    RoleClaim roles,
    Optional<SSLSocketFactory> trust) {
  /**
   * Checks the provider's address.
   *
   * @throws IllegalArgumentException if others could answer in its place
   */
  public OidcOptions {
    audiences = Set.copyOf(audiences);
    checkSafe(issuer);
  }

  /** Checks the start of other addresses. */
  static void checkSafe(URI address) {
    if (!isSafe(address) || address.getRawQuery() != null) {
      throw new IllegalArgumentException("no address that begins with https://: " + address);
    }
  }

  /** What is on this machine needs no TLS, all else does. */
  static boolean isSafe(URI address) {
    String host = address.getHost() == null ? "" : address.getHost();
    boolean local = Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
    return !host.isEmpty()
        && ("https".equals(address.getScheme()) || (local && "http".equals(address.getScheme())));
  }
}
