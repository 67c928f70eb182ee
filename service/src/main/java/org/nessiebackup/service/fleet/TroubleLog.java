package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Progress;

/**
 * Why something of a catalog is not to be had: remembered as long as that is so, and written to the
 * log of the service whenever it changes, but not again and again. For several threads.
 */
public final class TroubleLog {
  private final ServedCatalog catalog;
  private final Words words;
  private final InstantSource clock;
  private final Progress log;
  private Optional<Trouble> trouble = Optional.empty();

  /**
   * What is said.
   *
   * @param lost that it is not to be had
   * @param again that it is
   */
  public record Words(String lost, String again) {}

  /** Nothing has failed yet. */
  public TroubleLog(ServedCatalog catalog, Words words, InstantSource clock, Progress log) {
    this.catalog = catalog;
    this.words = words;
    this.clock = clock;
    this.log = log;
  }

  /** An attempt has failed. */
  public synchronized Trouble failed(BackupException error) {
    Trouble now = Trouble.of(catalog, error, trouble.map(Trouble::since).orElseGet(clock::instant));
    boolean same = trouble.filter(each -> each.failure() == now.failure()).isPresent();
    trouble = Optional.of(now);
    if (!same) {
      say("%s: %s".formatted(words.lost, now.message()));
    }
    return now;
  }

  /** It goes well. */
  public synchronized void well() {
    trouble.ifPresent(
        each ->
            say(
                "%s, after %d seconds"
                    .formatted(
                        words.again, Duration.between(each.since(), clock.instant()).toSeconds())));
    trouble = Optional.empty();
  }

  private void say(String what) {
    log.warning("catalog \"%s\": %s".formatted(catalog.name(), what));
  }

  /** Why it is not to be had now. */
  public synchronized Optional<Trouble> trouble() {
    return trouble;
  }
}
