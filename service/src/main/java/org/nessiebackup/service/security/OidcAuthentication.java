package org.nessiebackup.service.security;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;

/** OpenID Connect: tokens of programs, and logins of browsers. */
public final class OidcAuthentication implements Authentication {
  private static final Duration HOLDS = Duration.ofMinutes(10);

  private final OidcOptions options;
  private final Clock clock;
  private final OidcTokens tokens;
  private final OidcLogin login;
  private final Sessions sessions;
  private final byte[] key = Digests.random(32);

  /**
   * A step of a login.
   *
   * @param subject who it is, nobody before the last step
   * @param to where the browser goes from here
   * @param cookie what it keeps
   */
  public record Step(Subject subject, String to, String cookie) {}

  /** By a provider. */
  public OidcAuthentication(OidcOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    OidcProvider provider = new OidcProvider(options, clock);
    this.tokens = new OidcTokens(options, provider);
    this.login = new OidcLogin(options, provider);
    this.sessions = new Sessions(clock);
  }

  @Override
  public Identification identify(Attempt attempt) {
    if (attempt.showsCredentials()) {
      return attempt
          .bearer()
          .map(this::byToken)
          .orElseGet(() -> new Identification.Wrong("a bearer's token is wanted here"));
    }
    return attempt
        .cookie(Cookies.SESSION)
        .<Identification>flatMap(
            secret ->
                sessions
                    .subject(secret)
                    .map(
                        subject ->
                            new Identification.Known(
                                subject, Identification.Proof.SESSION, secret)))
        .orElseGet(Identification.Unknown::new);
  }

  private Identification byToken(String token) {
    try {
      return tokens.identify(token);
    } catch (BackupException e) {
      return new Identification.Unavailable(e.getMessage());
    }
  }

  /** Whether browsers can log in. */
  public boolean hasPages() {
    return options.client().page().isPresent();
  }

  /**
   * Begins a login.
   *
   * @param page the page that was asked for
   * @throws BackupException if the provider cannot be asked
   */
  public Step begin(String page) {
    PendingLogin pending = PendingLogin.begin(page, clock.instant().plus(HOLDS));
    URI provider = login.begin(pending);
    return new Step(Subject.NOBODY, provider.toString(), Cookies.login(pending.seal(key), HOLDS));
  }

  /**
   * Ends a login that this browser has begun.
   *
   * @param answer the provider's, as parameters of the path
   * @throws LoginException if there is nobody to let in
   * @throws BackupException if the provider cannot be asked
   */
  public Step end(Attempt attempt, Map<String, String> answer) throws LoginException {
    PendingLogin pending =
        attempt
            .cookie(Cookies.LOGIN)
            .flatMap(kept -> PendingLogin.open(kept, key))
            .filter(found -> found.end().isAfter(clock.instant()))
            .filter(found -> Digests.same(found.state(), answer.getOrDefault("state", "")))
            .orElseThrow(() -> new LoginException("this browser has not begun a login"));
    String issuer = answer.getOrDefault("iss", options.issuer().toString());
    if (!issuer.equals(options.issuer().toString())) {
      throw new LoginException("the answer is another provider's");
    }
    String code =
        Optional.ofNullable(answer.get("code"))
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> new LoginException("the provider has refused it"));
    Subject subject = subject(login.claims(pending, code));
    return new Step(subject, pending.to(), Cookies.session(sessions.open(subject)));
  }

  private Subject subject(Map<String, Object> claims) throws LoginException {
    Identification found = tokens.identified(claims, Identification.Proof.SESSION, "");
    if (found instanceof Identification.Known known) {
      return known.subject();
    }
    throw new LoginException("no role was given to this user");
  }

  /**
   * Ends a session.
   *
   * @return what makes the browser forget it
   */
  public String logout(Attempt attempt) {
    attempt.cookie(Cookies.SESSION).ifPresent(sessions::close);
    return Cookies.ended();
  }

  @Override
  public String challenge() {
    return "Bearer realm=\"nessie-backup\"";
  }
}
