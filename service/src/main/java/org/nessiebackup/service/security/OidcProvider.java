package org.nessiebackup.service.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.nessiebackup.Failure;

/**
 * The provider: what it says of itself, and its keys. Asked when it is needed for the first time,
 * so that the service starts without it; its keys are asked for again when they are old, or when a
 * token was signed by one that is not known, but not more often than each half minute.
 */
final class OidcProvider {
  /**
   * Signatures by a key pair. Never none, and never by a secret, for which a public key may pass.
   */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int PATIENCE = 5_000;
  private static final int LARGEST = 1 << 20;
  private static final long KEYS_HOLD = Duration.ofMinutes(5).toMillis();
  private static final long KEYS_OUTLAST = Duration.ofHours(4).toMillis();
  private static final long KEYS_APART = Duration.ofSeconds(30).toMillis();
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final OidcOptions options;
  private final Clock clock;

  /** Not a monitor: the provider is asked while it is held, and others wait for it. */
  private final ReentrantLock lock = new ReentrantLock();

  private Optional<Known> known = Optional.empty();
  private Instant askAgain = Instant.MIN;

  /**
   * What is known of it.
   *
   * @param metadata what it says of itself
   * @param keys the keys of its tokens
   */
  record Known(OIDCProviderMetadata metadata, JWSVerificationKeySelector<SecurityContext> keys) {}

  OidcProvider(OidcOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /**
   * What is known of it.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#CONNECTION} if it cannot be asked
   */
  Known known() {
    lock.lock();
    try {
      if (known.isEmpty()) {
        if (clock.instant().isBefore(askAgain)) {
          throw unreachable("it did not answer right before", null);
        }
        askAgain = clock.instant().plus(AGAIN);
        known = Optional.of(ask());
      }
      return known.get();
    } finally {
      lock.unlock();
    }
  }

  private Known ask() {
    try {
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.resolve(new Issuer(options.issuer()), this::prepare);
      checkPlace("jwks_uri", metadata.getJWKSetURI());
      if (options.client().page().isPresent()) {
        checkPlace("authorization_endpoint", metadata.getAuthorizationEndpointURI());
        checkPlace("token_endpoint", metadata.getTokenEndpointURI());
      }
      return new Known(metadata, new JWSVerificationKeySelector<>(ALGORITHMS, keys(metadata)));
    } catch (GeneralException | IOException e) {
      throw unreachable(e.getMessage(), e);
    }
  }

  /** A proxy that speaks TLS for a provider has to tell it so. */
  private static void checkPlace(String name, URI place) throws GeneralException {
    if (place == null || !OidcOptions.isSafe(place)) {
      throw new GeneralException(
          "its \"%s\" is no address that begins with https://: %s".formatted(name, place));
    }
  }

  private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata)
      throws MalformedURLException {
    DefaultResourceRetriever retriever =
        options
            .trust()
            .map(trust -> new DefaultResourceRetriever(PATIENCE, PATIENCE, LARGEST, true, trust))
            .orElseGet(() -> new DefaultResourceRetriever(PATIENCE, PATIENCE, LARGEST));
    return JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), retriever)
        .cache(KEYS_HOLD, PATIENCE * 2L)
        .refreshAheadCache(false)
        .rateLimited(KEYS_APART)
        .outageTolerant(KEYS_OUTLAST)
        .build();
  }

  /** How it is asked: with an end, and nowhere else. */
  void prepare(HTTPRequest request) {
    request.setConnectTimeout(PATIENCE);
    request.setReadTimeout(PATIENCE);
    request.setFollowRedirects(false);
    options.trust().ifPresent(request::setSSLSocketFactory);
  }

  RuntimeException unreachable(String why, Exception cause) {
    return Failure.CONNECTION.exception(
        "the provider of logins \"%s\" cannot be asked: %s".formatted(options.issuer(), why),
        "Is it up, and does its address answer with \"/.well-known/openid-configuration\"?",
        cause);
  }
}
