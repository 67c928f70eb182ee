package org.nessiebackup.server;

import org.projectnessie.client.auth.BearerAuthenticationProvider;
import org.projectnessie.client.auth.NessieAuthentication;
import org.projectnessie.client.auth.oauth2.OAuth2AuthenticationProvider;
import org.projectnessie.client.auth.oauth2.OAuth2AuthenticatorConfig;

/** A login in the client's words. */
final class Authentication {
  private Authentication() {}

  /** Null for none, as the client wants it. */
  static NessieAuthentication of(NessieEndpoint endpoint) {
    return switch (endpoint.login()) {
      case NessieLogin.None none -> null;
      case NessieLogin.Bearer bearer -> BearerAuthenticationProvider.create(bearer.token().value());
      case NessieLogin.ClientCredentials credentials -> oauth2(endpoint, credentials);
    };
  }

  private static NessieAuthentication oauth2(
      NessieEndpoint endpoint, NessieLogin.ClientCredentials credentials) {
    OAuth2AuthenticatorConfig.Builder config =
        OAuth2AuthenticatorConfig.builder()
            .clientId(credentials.clientId())
            .clientSecret(credentials.clientSecret().value());
    switch (credentials.provider()) {
      case NessieLogin.TokenProvider.Endpoint address -> config.tokenEndpoint(address.address());
      case NessieLogin.TokenProvider.Issuer issuer -> config.issuerUrl(issuer.address());
    }
    credentials.scope().stream()
        .flatMap(words -> java.util.Arrays.stream(words.strip().split("\\s+")))
        .forEach(config::addScope);
    endpoint.authorities().map(ServerTrust::of).ifPresent(config::sslContext);
    return OAuth2AuthenticationProvider.create(config.build());
  }
}
