package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.DurationWords;
import org.nessiebackup.service.fleet.Verdict.Level;
import org.nessiebackup.service.run.Run;

/** How a verdict comes about. */
record Judgement(CatalogState state, List<Run> runs, Instant now) {
  Verdict verdict() {
    Optional<Instant> safe =
        state
            .vault()
            .flatMap(vault -> vault.status().newest().backup())
            .flatMap(newest -> newest.time().moment());
    return safe.map(
            at ->
                new Verdict(
                    Level.SAFE,
                    safe,
                    "Safe as of %s (%s ago).".formatted(at, DurationWords.of(age(at))),
                    Optional.empty()))
        .orElseGet(
            () ->
                new Verdict(
                    Level.UNKNOWN, safe, "Nothing is known yet.", Optional.of("Wait a moment.")));
  }

  private Duration age(Instant moment) {
    return Duration.between(moment, now);
  }
}
