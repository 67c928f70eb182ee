package org.nessiebackup.vault.backups;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.Manifest;

/**
 * What two clocks say of one backup, seen at a moment. Either may have been wrong when it was
 * taken; what is yet to come is believed of neither.
 *
 * @param host when the work began, as the backup's name says it
 * @param server the moment whose state it holds
 * @param now when this is asked
 * @param dump whether the state came from a file, which may be much older than the import
 */
public record BackupClocks(Instant host, Instant server, Instant now, boolean dump) {
  /** How far well-kept clocks may differ. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** How long a backup may wait for its snapshot before that looks like two clocks. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** Those of a backup. */
  public static BackupClocks of(Manifest manifest, Instant now) {
    return new BackupClocks(
        manifest.id().time(), manifest.snapshotAt(), now, manifest.server().isEmpty());
  }

  /** Whether a moment is further ahead than well-kept clocks differ. */
  public static boolean ahead(Instant moment, Instant now) {
    return Duration.between(now, moment).compareTo(TOLERANCE) > 0;
  }

  /**
   * What is wrong with a backup's clocks. The words of {@link #label} are a documented contract.
   */
  public enum Doubt implements Labelled {
    /** Its name is of the future. */
    NAME_AHEAD,
    /** Its state is of the future. */
    STATE_AHEAD,
    /** Both are. */
    BOTH_AHEAD,
    /** Both are past, but one of them has to be wrong. */
    APART;
  }

  /** What is wrong, if anything is. */
  public Optional<Doubt> doubt() {
    boolean hostAhead = ahead(host, now);
    boolean serverAhead = ahead(server, now);
    if (hostAhead || serverAhead) {
      return Optional.of(
          hostAhead && serverAhead
              ? Doubt.BOTH_AHEAD
              : hostAhead ? Doubt.NAME_AHEAD : Doubt.STATE_AHEAD);
    }
    return !dump && apart() ? Optional.of(Doubt.APART) : Optional.empty();
  }

  private boolean apart() {
    return Duration.between(server, host).compareTo(TOLERANCE) > 0
        || Duration.between(host, server).compareTo(LONGEST_WAIT) > 0;
  }

  /** For people: what is wrong, as a clause that follows the backup's name. */
  public Optional<String> sentence() {
    return doubt()
        .map(
            doubt ->
                switch (doubt) {
                  case NAME_AHEAD ->
                      "is named by a moment that is yet to come (%s): the clock of the host that made it was ahead"
                          .formatted(seconds(host));
                  case STATE_AHEAD ->
                      "holds a state that is said to be of %s, which is yet to come: the server's clock was ahead"
                          .formatted(seconds(server));
                  case BOTH_AHEAD ->
                      "is said to be of %s, which is yet to come: its clocks were ahead, or the clock here is behind"
                          .formatted(seconds(server));
                  case APART ->
                      "is named by %s and holds the state of %s: the clock of its host or of its server was wrong"
                          .formatted(seconds(host), seconds(server));
                });
  }

  private static Instant seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }
}
