package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.HandClock;

class SessionsTest {
  private static final Subject ANNA = new Subject("anna", Role.ADMIN);

  private final HandClock clock = new HandClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final Sessions sessions = new Sessions(clock);

  @Test
  void useProlongsASessionUpToItsEnd() {
    String secret = sessions.open(ANNA);
    for (int half = 0; half < 24; half++) {
      assertThat(sessions.subject(secret)).contains(ANNA);
      clock.advance(Duration.ofMinutes(30));
    }
    clock.advance(Duration.ofSeconds(1));

    assertThat(sessions.subject(secret)).isEmpty();
  }

  @Test
  void aSessionThatNobodyUsesEnds() {
    String secret = sessions.open(ANNA);
    clock.advance(Duration.ofMinutes(61));

    assertThat(sessions.subject(secret)).isEmpty();
  }

  @Test
  void aClosedOneAndAGuessedOneAreNone() {
    String secret = sessions.open(ANNA);
    sessions.close(secret);

    assertThat(sessions.subject(secret)).isEmpty();
    assertThat(sessions.subject("")).isEmpty();
    assertThat(sessions.open(ANNA)).hasSize(43).isNotEqualTo(secret);
  }

  @Test
  void thereAreSoManyAtMost() {
    String first = sessions.open(ANNA);
    String used = sessions.open(ANNA);
    for (int more = 0; more < 999; more++) {
      sessions.subject(used);
      sessions.open(ANNA);
    }

    assertThat(sessions.subject(first)).isEmpty();
    assertThat(sessions.subject(used)).isPresent();
  }
}
