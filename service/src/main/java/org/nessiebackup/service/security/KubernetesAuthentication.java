package org.nessiebackup.service.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;

/**
 * Tokens of a cluster, and roles by its rules. What the cluster has said holds for a minute, so
 * that a page that asks often does not make it ask as often.
 */
public final class KubernetesAuthentication implements Authentication {
  private static final Duration HOLDS = Duration.ofMinutes(1);

  private final ClusterReview review;
  private final Clock clock;
  private final Throttle throttle;
  private final Map<String, Answer> answers = new Bounded<>(1_000);

  private record Answer(Identification identification, Instant end) {}

  /** By a cluster. */
  public KubernetesAuthentication(ClusterReview review, Clock clock) {
    this.review = review;
    this.clock = clock;
    this.throttle = new Throttle(clock);
  }

  @Override
  public Identification identify(Attempt attempt) {
    if (!attempt.showsCredentials()) {
      return new Identification.Unknown();
    }
    return attempt
        .bearer()
        .map(token -> byToken(token, "address " + attempt.address()))
        .orElseGet(() -> new Identification.Wrong("a bearer's token is wanted here"));
  }

  private Identification byToken(String token, String from) {
    String digest = Digests.of(token);
    Optional<Answer> former = former(digest);
    if (former.filter(answer -> answer.end().isAfter(clock.instant())).isPresent()) {
      return former.get().identification();
    }
    // Whoever goes on with a token that has expired guesses nothing, and may come from the address
    // of a proxy, as all others do.
    boolean guesses =
        former.map(Answer::identification).filter(Identification.Wrong.class::isInstance).isEmpty();
    Duration wait = throttle.left(from);
    if (guesses && wait.isPositive()) {
      return new Identification.TooMany(wait);
    }
    try {
      Identification found =
          review
              .user(token)
              .map(this::withRole)
              .orElseGet(() -> new Identification.Wrong("the cluster does not take this token"));
      if (guesses && found instanceof Identification.Wrong) {
        throttle.failed(from);
      }
      remember(digest, found);
      return found;
    } catch (BackupException e) {
      return new Identification.Unavailable(e.getMessage());
    }
  }

  private Identification withRole(ClusterUser user) {
    return List.of(Role.ADMIN, Role.OPERATOR, Role.VIEWER).stream()
        .filter(role -> review.has(user, role))
        .findFirst()
        .<Identification>map(
            role ->
                new Identification.Known(
                    new Subject(user.name(), role), Identification.Proof.BEARER, user.name()))
        .orElseGet(() -> new Identification.WithoutRole(user.name()));
  }

  private Optional<Answer> former(String digest) {
    synchronized (answers) {
      return Optional.ofNullable(answers.get(digest));
    }
  }

  private void remember(String digest, Identification found) {
    synchronized (answers) {
      answers.put(digest, new Answer(found, clock.instant().plus(HOLDS)));
    }
  }

  @Override
  public String challenge() {
    return "Bearer realm=\"nessie-backup\"";
  }
}
