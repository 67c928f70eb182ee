package org.nessiebackup.service.security;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What this service is to a provider of OpenID Connect.
 *
 * @param id the name that the provider knows it by
 * @param secret its password there; without one it is a public client, which PKCE allows
 * @param page where browsers find this service, such as {@code https://backups.example.com};
 *     without it there are tokens of programs only
 * @param scopes what is asked for besides {@code openid}
 */
public record OidcClient(
    String id, Optional<String> secret, Optional<URI> page, List<String> scopes) {
  private static final String CALLBACK = "/login/callback";

  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if it is no start of a URL that browsers keep cookies for
   */
  public OidcClient {
    scopes = List.copyOf(scopes);
    if (id.isBlank()) {
      throw new IllegalArgumentException("the client has no name");
    }
    page.ifPresent(OidcOptions::checkSafe);
    if (page.isPresent() && !page.get().getRawPath().matches("/?")) {
      throw new IllegalArgumentException("it has a path: " + page.get());
    }
  }

  /** Where the provider sends browsers back to. */
  Optional<URI> callback() {
    return page.map(start -> start.resolve(CALLBACK));
  }

  /** Its path. */
  public static String callbackPath() {
    return CALLBACK;
  }
}
