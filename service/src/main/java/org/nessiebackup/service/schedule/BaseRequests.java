package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.Runs;

/** Asks for a backup from which tips or a journal go on, but not again and again. One thread. */
final class BaseRequests {
  /** What another backup did not mend is not mended by the next one either. */
  private static final Duration AFTER_ONE_THAT_DID_NOT_HELP = Duration.ofHours(1);

  private static final Duration AFTER_ONE_THAT_FAILED = Duration.ofMinutes(5);

  /** What has happened once may happen again. */
  private static final Duration AFTER_ONE_THAT_HELPED = Duration.ofSeconds(5);

  private final String catalog;
  private final String origin;
  private final Fleet fleet;
  private final Runs runs;
  private Optional<Asked> asked = Optional.empty();
  private boolean helped = true;

  /**
   * A backup that was asked for.
   *
   * @param at when, by the clock that nobody sets
   * @param base from which it could not go on
   */
  private record Asked(long at, Optional<BackupId> base) {}

  /**
   * Asks for none yet.
   *
   * @param origin who asks, in one word
   */
  BaseRequests(String catalog, String origin, Fleet fleet, Runs runs) {
    this.catalog = catalog;
    this.origin = origin;
    this.fleet = fleet;
    this.runs = runs;
  }

  /** The newest backup of a server, as far as the vault was read. */
  Optional<BackupId> newest() {
    return fleet
        .state(catalog)
        .flatMap(CatalogState::vault)
        .flatMap(vault -> vault.status().newest().backup())
        .filter(backup -> backup.manifest().server().isPresent())
        .map(backup -> backup.id());
  }

  /** It goes on from the newest one. */
  void helped() {
    helped = true;
  }

  /** It cannot go on from this one, the newest. */
  void ask(Optional<BackupId> base, Instant now) {
    boolean justAsked = asked.filter(before -> isRecent(before, base)).isPresent();
    boolean onItsWay =
        runs.list(catalog).stream()
            .anyMatch(run -> !run.state().isOver() && run.command().name().equals("backup"));
    if (!justAsked && !onItsWay) {
      runs.start(
          RunRequest.of(
              catalog,
              fleet.command(catalog, Task.INCREMENTAL.command().words()),
              new Origin.Schedule(origin, now.truncatedTo(ChronoUnit.SECONDS), 1)));
      asked = Optional.of(new Asked(System.nanoTime(), base));
      helped = false;
    }
  }

  private boolean isRecent(Asked before, Optional<BackupId> base) {
    boolean came = !before.base().equals(base);
    Duration pause =
        helped ? AFTER_ONE_THAT_HELPED : came ? AFTER_ONE_THAT_DID_NOT_HELP : AFTER_ONE_THAT_FAILED;
    return Duration.ofNanos(System.nanoTime() - before.at()).compareTo(pause) < 0;
  }
}
