package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are believed, of a provider that signs them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTokensTest {
  private static final RSAKey STRANGER = StandInProvider.newKey("first");

  private StandInProvider provider;
  private OidcAuthentication authentication;

  @BeforeAll
  void start() throws IOException {
    provider = new StandInProvider();
    authentication = new OidcAuthentication(provider.options(Optional.empty()), Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    provider.close();
  }

  private Identification identify(String token) {
    return authentication.identify(Attempts.bearer(token));
  }

  private String with(UnaryOperator<JWTClaimsSet.Builder> change) {
    return StandInProvider.signed(change.apply(provider.claims("admins")).build(), provider.key());
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  @Test
  void goodTokensSayWhoItIsAndWhatHeMayDo() {
    assertThat(identify(provider.tokenOf("operators", "x")))
        .isEqualTo(
            new Identification.Known(
                new Subject("anna (id-7)", Role.OPERATOR), Identification.Proof.BEARER, "bearer"));
    assertThat(identify(with(claims -> claims.audience(List.of("x", "lake")))))
        .isInstanceOf(Identification.Known.class);
    assertThat(identify(provider.tokenOf("x")))
        .isEqualTo(new Identification.WithoutRole("anna (id-7)"));
  }

  Stream<Arguments> wrong() {
    return WrongTokens.of(provider).entrySet().stream()
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void otherTokensAreNotBelieved(String what, String token) {
    assertThat(identify(token)).isInstanceOf(Identification.Wrong.class);
  }

  @Test
  void aClockThatIsALittleOffDoesNoHarm() {
    assertThat(identify(with(claims -> claims.expirationTime(in(-10)).notBeforeTime(in(10)))))
        .isInstanceOf(Identification.Known.class);
  }

  @Test
  void otherWaysToLogInAreWrongHere() {
    assertThat(authentication.identify(Attempts.login("anna", "p")))
        .isInstanceOf(Identification.Wrong.class);
    assertThat(authentication.identify(Attempts.of("GET", "cookie", "__Host-nessie-backup=x")))
        .isInstanceOf(Identification.Unknown.class);
  }

  @Test
  void aNewKeyIsAskedForOnceAndTheFormerOneIsForgotten() throws IOException {
    try (StandInProvider rotating = new StandInProvider()) {
      OidcAuthentication service =
          new OidcAuthentication(rotating.options(Optional.empty()), Clock.systemUTC());
      String former = rotating.tokenOf("admins");
      assertThat(service.identify(Attempts.bearer(former)))
          .isInstanceOf(Identification.Known.class);
      for (int time = 0; time < 10; time++) {
        service.identify(Attempts.bearer(former));
      }
      assertThat(rotating.keysAsked()).isEqualTo(1);

      rotating.rotate(StandInProvider.newKey("second"));
      assertThat(service.identify(Attempts.bearer(rotating.tokenOf("admins"))))
          .isInstanceOf(Identification.Known.class);
      assertThat(service.identify(Attempts.bearer(former)))
          .isInstanceOf(Identification.Wrong.class);
      for (int time = 0; time < 50; time++) {
        String guess = StandInProvider.signed(rotating.claims("admins").build(), STRANGER);
        service.identify(Attempts.bearer(guess));
      }
      assertThat(rotating.keysAsked()).isLessThan(4);
    }
  }

  @Test
  void aProviderThatIsAwayIsNoAnswerAndTheServiceStartsWithoutIt() throws IOException {
    StandInProvider away = new StandInProvider();
    OidcOptions options = away.options(Optional.empty());
    String token = away.tokenOf("admins");
    away.close();
    OidcAuthentication service = new OidcAuthentication(options, Clock.systemUTC());

    assertThat(service.identify(Attempts.bearer(token)))
        .isInstanceOfSatisfying(
            Identification.Unavailable.class,
            found -> assertThat(found.message()).contains(options.issuer().toString()));
  }

  /** Such as one behind a proxy that has not told it of TLS. */
  @ParameterizedTest
  @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
  void aProviderThatLeadsWhereOthersCouldAnswerIsNotAsked(String member) throws IOException {
    try (StandInProvider wrong = new StandInProvider()) {
      wrong.say(
          text -> text.replaceFirst(member + "\":\"[^\"]+", member + "\":\"http://p.example/x"));
      OidcAuthentication service =
          new OidcAuthentication(
              wrong.options(Optional.of(URI.create("https://backups.example"))), Clock.systemUTC());

      assertThat(service.identify(Attempts.bearer(wrong.tokenOf("admins"))))
          .isInstanceOfSatisfying(
              Identification.Unavailable.class,
              found -> assertThat(found.message()).contains("http://p.example/x"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://provider.example", "ftp://127.0.0.1/", "https:///x", "https://a/?b=c"})
  void whatOthersCouldAnswerForIsNoProvider(String address) {
    OidcOptions good = provider.options(Optional.empty());

    assertThatThrownBy(
            () ->
                new OidcOptions(
                    URI.create(address), good.client(), Set.of(), good.roles(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
