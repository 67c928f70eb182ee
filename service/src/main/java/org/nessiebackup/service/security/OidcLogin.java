package org.nessiebackup.service.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What is said between the provider and us when a browser logs in: the code flow with PKCE. */
final class OidcLogin {
  private final OidcOptions options;
  private final OidcProvider provider;
  private final ClientID client;

  OidcLogin(OidcOptions options, OidcProvider provider) {
    this.options = options;
    this.provider = provider;
    this.client = new ClientID(options.client().id());
  }

  /** Where the browser has to go. */
  URI begin(PendingLogin login) {
    Scope scope = new Scope("openid");
    options.client().scopes().forEach(scope::add);
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, scope, client, options.client().callback().orElseThrow())
        .endpointURI(provider.known().metadata().getAuthorizationEndpointURI())
        .state(new State(login.state()))
        .nonce(new Nonce(login.nonce()))
        .codeChallenge(new CodeVerifier(login.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * What the provider says of who has come back with a code.
   *
   * @return his claims, proven
   * @throws LoginException if it says no, or something that is not to be believed
   */
  Map<String, Object> claims(PendingLogin login, String code) throws LoginException {
    try {
      HTTPRequest request = request(login, code).toHTTPRequest();
      provider.prepare(request);
      TokenResponse answer = OIDCTokenResponseParser.parse(request.send());
      if (!(answer instanceof OIDCTokenResponse tokens)) {
        throw new LoginException("the provider does not take the code");
      }
      IDTokenValidator validator =
          new IDTokenValidator(new Issuer(options.issuer()), client, provider.known().keys(), null);
      validator.setMaxClockSkew(OidcTokens.SKEW_SECONDS);
      return validator
          .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(login.nonce()))
          .toJWTClaimsSet()
          .getClaims();
    } catch (IOException e) {
      throw provider.unreachable(e.getMessage(), e);
    } catch (RateLimitReachedException e) {
      throw unbelievable();
    } catch (KeySourceException e) {
      throw provider.unreachable(e.getMessage(), e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw unbelievable();
    }
  }

  private static LoginException unbelievable() {
    return new LoginException("what the provider says is not to be believed");
  }

  private TokenRequest request(PendingLogin login, String code) {
    OIDCProviderMetadata metadata = provider.known().metadata();
    URI place = metadata.getTokenEndpointURI();
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code),
            options.client().callback().orElseThrow(),
            new CodeVerifier(login.verifier()));
    return options
        .client()
        .secret()
        .map(secret -> new TokenRequest.Builder(place, authentication(metadata, secret), grant))
        .orElseGet(() -> new TokenRequest.Builder(place, client, grant))
        .build();
  }

  private ClientAuthentication authentication(OIDCProviderMetadata metadata, String secret) {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return basic
        ? new ClientSecretBasic(client, new Secret(secret))
        : new ClientSecretPost(client, new Secret(secret));
  }
}
