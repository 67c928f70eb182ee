package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Failure;
import org.nessiebackup.testing.HandClock;

class KubernetesAuthenticationTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final Cluster cluster = new Cluster();
  private final KubernetesAuthentication authentication =
      new KubernetesAuthentication(cluster, clock);

  /** A cluster that knows tokens that are names of roles. */
  private static final class Cluster implements ClusterReview {
    final List<String> asked = new ArrayList<>();
    boolean away;

    @Override
    public Optional<ClusterUser> user(String token) {
      asked.add(token);
      if (away) {
        throw Failure.CLUSTER.exception("away");
      }
      return token.startsWith("user-")
          ? Optional.of(new ClusterUser(token.substring(5), "1", List.of(), Map.of()))
          : Optional.empty();
    }

    @Override
    public boolean has(ClusterUser user, Role role) {
      return user.name().equals(role.label());
    }
  }

  @Test
  void theRulesOfTheClusterGiveTheRole() {
    for (Role role : Role.values()) {
      assertThat(authentication.identify(Attempts.bearer("user-" + role.label())))
          .extracting("subject")
          .isEqualTo(new Subject(role.label(), role));
    }
    assertThat(authentication.identify(Attempts.bearer("user-somebody")))
        .isEqualTo(new Identification.WithoutRole("somebody"));
  }

  @Test
  void aTokenThatTheClusterDoesNotTakeIsWrong() {
    assertThat(authentication.identify(Attempts.bearer("stolen")))
        .isInstanceOf(Identification.Wrong.class);
    assertThat(authentication.identify(Attempts.login("user-admin", "x")))
        .isInstanceOf(Identification.Wrong.class);
    assertThat(authentication.identify(Attempts.of("GET")))
        .isInstanceOf(Identification.Unknown.class);
  }

  @Test
  void whatTheClusterHasSaidHoldsForAMinute() {
    authentication.identify(Attempts.bearer("user-admin"));
    authentication.identify(Attempts.bearer("user-admin"));
    assertThat(cluster.asked).hasSize(1);

    clock.advance(Duration.ofSeconds(61));
    authentication.identify(Attempts.bearer("user-admin"));
    assertThat(cluster.asked).hasSize(2);
  }

  @Test
  void whoTriesManyTokensDoesNotMakeTheClusterAskedAsOften() {
    for (int time = 0; time < 50; time++) {
      authentication.identify(Attempts.bearer("guess" + time));
    }

    assertThat(cluster.asked).hasSize(5);
    assertThat(authentication.identify(Attempts.bearer("guess")))
        .isInstanceOf(Identification.TooMany.class);
  }

  @Test
  void whoGoesOnWithATokenThatHasExpiredShutsNobodyOutWhoComesFromTheSameAddress() {
    for (int minute = 0; minute < 30; minute++) {
      assertThat(authentication.identify(Attempts.bearer("expired")))
          .isInstanceOf(Identification.Wrong.class);
      clock.advance(Duration.ofSeconds(61));
    }

    assertThat(cluster.asked).hasSize(30);
    assertThat(authentication.identify(Attempts.bearer("user-viewer")))
        .isInstanceOf(Identification.Known.class);
  }

  @Test
  void aClusterThatCannotBeAskedIsNotAnAnswerAndNotRemembered() {
    cluster.away = true;
    assertThat(authentication.identify(Attempts.bearer("user-admin")))
        .isEqualTo(new Identification.Unavailable("away"));

    cluster.away = false;
    assertThat(authentication.identify(Attempts.bearer("user-admin")))
        .isInstanceOf(Identification.Known.class);
  }
}
