package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * How the references of a catalog are followed.
 *
 * @param safeAsOf every commit is safe that was confirmed before, by the server's clock
 * @param looked when that was seen last, by the clock here
 * @param trouble why nobody can look now
 * @param waiting why tips cannot go on until there is another backup: a clause that follows
 *     "because"
 * @param published how many tips this service has published
 */
public record TipState(
    Optional<Instant> safeAsOf,
    Optional<Instant> looked,
    Optional<Trouble> trouble,
    Optional<String> waiting,
    long published) {
  /** Before the first look. */
  public static final TipState NONE =
      new TipState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

  /** After a look that has found all to be safe. */
  public TipState safe(Instant asOf, Instant now, boolean another) {
    return new TipState(
        Optional.of(asOf),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        published + (another ? 1 : 0));
  }

  /** After one that has failed. */
  public TipState failed(Trouble why) {
    return new TipState(safeAsOf, looked, Optional.of(why), waiting, published);
  }

  /** After one that has found that another backup is needed. */
  public TipState waitingBecause(String reason, Instant now) {
    return new TipState(
        safeAsOf, Optional.of(now), Optional.empty(), Optional.of(reason), published);
  }
}
