package org.nessiebackup.vault.backups;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * The names that backups have, and the next one. A name says when a backup began, and is greater
 * than those before it, even if a clock is wrong: each builds on one with a smaller name.
 *
 * @param taken those that are there
 */
public record BackupNames(List<BackupId> taken) {
  private static final Duration STEP = Duration.ofSeconds(1);

  /** Takes its own copy of the list. */
  public BackupNames {
    taken = List.copyOf(taken);
  }

  /**
   * The name of a backup that begins now. If two clocks differ by more than clocks do that are
   * looked after, the earlier one counts: a name that is too late would stand above all that come
   * after it. What is of the future by both is left behind.
   *
   * @param host now, by the clock of this machine
   * @param server now, by the database server's
   */
  public BackupId next(Instant host, Instant server) {
    boolean apart = Duration.between(host, server).abs().compareTo(BackupClocks.TOLERANCE) > 0;
    Instant latest = server.isAfter(host) ? server : host;
    List<Instant> choices =
        apart ? List.of(server.isBefore(host) ? server : host, latest) : List.of(host);
    Optional<BackupId> newest =
        taken.stream()
            .filter(id -> !BackupClocks.ahead(id.time(), latest))
            .max(Comparator.naturalOrder());
    return choices.stream()
        .flatMap(choice -> at(choice, newest).stream())
        .findFirst()
        .orElseGet(() -> BackupId.create(newest.orElseThrow().time().plus(STEP)));
  }

  /**
   * A name of a moment; just behind the newest, if that is as good as now: two backups in a row
   * need not leave a clock that is right for one that is not. Absent if the moment is long before.
   */
  private static Optional<BackupId> at(Instant moment, Optional<BackupId> newest) {
    BackupId id = BackupId.create(moment);
    if (newest.filter(before -> before.compareTo(id) >= 0).isEmpty()) {
      return Optional.of(id);
    }
    Instant before = newest.get().time();
    return BackupClocks.ahead(before, moment)
        ? Optional.empty()
        : Optional.of(BackupId.create(before.plus(STEP)));
  }
}
