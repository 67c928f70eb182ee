package org.nessiebackup.service.security;

import java.util.Optional;

/** Decides of each request whether it is answered. */
public final class Guard {
  private final Authentication authentication;
  private final FormTokens tokens = new FormTokens();
  private final ForgedRequests forged = new ForgedRequests(tokens);

  /** By a way to show who one is. */
  public Guard(Authentication authentication) {
    this.authentication = authentication;
  }

  /** How one shows who he is. */
  public Authentication authentication() {
    return authentication;
  }

  /**
   * Whether a request is answered.
   *
   * @param needed the role that it takes; empty if it is answered to everybody
   */
  public Decision decide(Attempt attempt, Optional<Role> needed) {
    Identification identification = authentication.identify(attempt);
    Optional<String> doubt = forged.doubt(attempt, identification);
    if (doubt.isPresent()) {
      return new Decision.Forbidden(name(identification), doubt.get());
    }
    if (needed.isEmpty() && !(identification instanceof Identification.Known)) {
      return new Decision.Allowed(Subject.NOBODY, "");
    }
    return switch (identification) {
      case Identification.Known known -> byRole(known, needed.orElse(Role.VIEWER));
      case Identification.Unknown unknown -> new Decision.Unidentified("");
      case Identification.Wrong wrong -> new Decision.Unidentified(wrong.message());
      case Identification.WithoutRole someone ->
          new Decision.Forbidden(someone.name(), "no role was given to him");
      case Identification.TooMany tooMany -> new Decision.Later(tooMany.left());
      case Identification.Unavailable unavailable ->
          new Decision.Unavailable(unavailable.message());
    };
  }

  private Decision byRole(Identification.Known known, Role needed) {
    Subject subject = known.subject();
    return subject.role().covers(needed)
        ? new Decision.Allowed(subject, tokens.token(known.session()))
        : new Decision.Forbidden(
            subject.name(),
            "it takes the role \"%s\", and this is \"%s\""
                .formatted(needed.label(), subject.role().label()));
  }

  private static String name(Identification identification) {
    return switch (identification) {
      case Identification.Known known -> known.subject().name();
      case Identification.WithoutRole someone -> someone.name();
      case Identification.Unknown unknown -> Subject.NOBODY.name();
      case Identification.Wrong wrong -> Subject.NOBODY.name();
      case Identification.TooMany tooMany -> Subject.NOBODY.name();
      case Identification.Unavailable unavailable -> Subject.NOBODY.name();
    };
  }
}
