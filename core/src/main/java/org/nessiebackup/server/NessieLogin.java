package org.nessiebackup.server;

import java.net.URI;
import java.util.Optional;
import org.nessiebackup.Secret;

/** How a Nessie server learns who requests. */
public sealed interface NessieLogin {
  /** It wants to know nothing. */
  record None() implements NessieLogin {}

  /**
   * A token that somebody else has fetched.
   *
   * @param token it
   */
  record Bearer(Secret token) implements NessieLogin {}

  /**
   * OAuth2's client credentials: a token is fetched, and fetched again before it ends.
   *
   * @param provider where
   * @param clientId who asks
   * @param clientSecret what proves it
   * @param scope what the token is to be good for, words with spaces between; absent for what the
   *     provider grants by itself
   */
  record ClientCredentials(
      TokenProvider provider, String clientId, Secret clientSecret, Optional<String> scope)
      implements NessieLogin {
    /** Refuses what no provider takes. */
    public ClientCredentials {
      if (clientId.isEmpty()) {
        throw new IllegalArgumentException("client credentials have an id");
      }
    }
  }

  /** Where tokens are fetched. */
  sealed interface TokenProvider {
    /**
     * The address that hands out tokens.
     *
     * @param address it
     */
    record Endpoint(URI address) implements TokenProvider {}

    /**
     * A provider that says by OpenID Connect Discovery where that is.
     *
     * @param address its root
     */
    record Issuer(URI address) implements TokenProvider {}
  }
}
