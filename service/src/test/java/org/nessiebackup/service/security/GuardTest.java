package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a browser, a page of others and a program can make the service do. */
class GuardTest {
  private static final Optional<Role> ADMIN = Optional.of(Role.ADMIN);

  private final Guard local = new Guard(new NoAuthentication());

  private static String[] page(String site, String... more) {
    return Stream.concat(Stream.of("sec-fetch-site", site), Stream.of(more)).toArray(String[]::new);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("a form of another site", page("cross-site")),
        Arguments.of("a script of another site", page("cross-site", "x-requested-with", "1")),
        Arguments.of("a neighbour", page("same-site", "x-requested-with", "1")),
        Arguments.of("an address bar", page("none", "x-requested-with", "1")),
        Arguments.of("a page of ours without a token", page("same-origin")),
        Arguments.of("a program without the header", new String[0]),
        Arguments.of(
            "an old browser on a page of others",
            new String[] {"origin", "https://evil.example", "x-requested-with", "1"}),
        Arguments.of("a sandboxed frame", new String[] {"origin", "null", "x-requested-with", "1"}),
        Arguments.of(
            "another port of ours",
            new String[] {"origin", "https://backups.example", "x-requested-with", "1"}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void forgedRequestsAreRefused(String what, String[] headers) {
    assertThat(local.decide(Attempts.of("POST", headers), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
    assertThat(local.decide(Attempts.of("DELETE", headers), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
  }

  static Stream<Arguments> allowed() {
    return Stream.of(
        Arguments.of("a script of ours", page("same-origin", "x-requested-with", "1")),
        Arguments.of("htmx", page("same-origin", "hx-request", "true")),
        Arguments.of("curl", new String[] {"x-requested-with", "curl"}),
        Arguments.of(
            "an old browser on a page of ours",
            new String[] {"origin", "https://backups.example:8443", "x-requested-with", "1"}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allowed")
  void requestsOfOursAreAllowed(String what, String[] headers) {
    assertThat(local.decide(Attempts.of("POST", headers), ADMIN))
        .isInstanceOf(Decision.Allowed.class);
  }

  private static String token(Guard guard) {
    return ((Decision.Allowed) guard.decide(Attempts.of("GET"), ADMIN)).token();
  }

  @Test
  void aFormCarriesATokenOfThisService() {
    String token = token(local);
    String other = token(new Guard(new NoAuthentication()));

    assertThat(local.decide(Attempts.withToken("POST", token, page("same-origin")), ADMIN))
        .isInstanceOf(Decision.Allowed.class);
    for (String wrong : new String[] {other, token + "A", token.substring(1), "A", " "}) {
      assertThat(local.decide(Attempts.withToken("POST", wrong, page("same-origin")), ADMIN))
          .isInstanceOf(Decision.Forbidden.class);
    }
    assertThat(local.decide(Attempts.withToken("POST", token, page("cross-site")), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
  }

  /** How well a page is compressed tells something about what stands in it again and again. */
  @Test
  void eachAnswerHasAnotherToken() {
    assertThat(token(local)).isNotEqualTo(token(local));
  }

  @Test
  void linksOfOthersMayLeadHereAndNothingElseOfThem() {
    String[] link = page("cross-site", "sec-fetch-mode", "navigate", "sec-fetch-dest", "document");
    String[] frame = page("cross-site", "sec-fetch-mode", "navigate", "sec-fetch-dest", "iframe");
    String[] script = page("cross-site", "sec-fetch-mode", "no-cors", "sec-fetch-dest", "script");

    assertThat(local.decide(Attempts.of("GET", link), ADMIN)).isInstanceOf(Decision.Allowed.class);
    assertThat(local.decide(Attempts.of("POST", link), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
    assertThat(local.decide(Attempts.of("GET", frame), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
    assertThat(local.decide(Attempts.of("GET", script), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
    assertThat(local.decide(Attempts.of("GET", "origin", "https://evil.example"), ADMIN))
        .isInstanceOf(Decision.Forbidden.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aRoleIsEnoughForThoseBeforeIt(Role role) {
    String line = "anna:%s:%s".formatted(role.label(), QuickHash.of("p"));
    Clock clock = Clock.systemUTC();
    Guard guard =
        new Guard(
            new PasswordAuthentication(new PasswordFile(() -> line, clock, trouble -> {}), clock));

    for (Role needed : Role.values()) {
      Decision decision = guard.decide(Attempts.login("anna", "p"), Optional.of(needed));
      assertThat(decision instanceof Decision.Allowed).isEqualTo(role.covers(needed));
    }
    assertThat(guard.decide(Attempts.of("GET"), Optional.of(Role.VIEWER)))
        .isEqualTo(new Decision.Unidentified(""));
    assertThat(guard.decide(Attempts.of("GET"), Optional.empty()))
        .isEqualTo(new Decision.Allowed(new Subject("-", Role.VIEWER), ""));
  }

  @Test
  void aLineOfTheAuditCannotBeMadeToLookLikeAnother() {
    AuditEntry entry =
        new AuditEntry(Instant.EPOCH, "a\" status=\"200", "192.0.2.7", "POST", "/x", 403, "no");

    assertThat(entry.line())
        .isEqualTo(
            "audit: subject=\"a\\\" status=\\\"200\" address=192.0.2.7 method=POST path=\"/x\""
                + " status=403 reason=\"no\"");
  }
}
