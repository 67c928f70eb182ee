package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.service.run.Command;

/**
 * How the replica of a catalog is.
 *
 * @param name the replica's name
 * @param phase in one word
 * @param reach how far it is
 * @param slot what the primary keeps for it
 * @param clients how many sessions of others could write to the replica's catalog
 * @param finding what is wrong; absent if nothing is
 * @param promotion what lets it take the catalog over, which nobody does but a person
 */
public record ReplicaHealth(
    String name,
    Phase phase,
    Reach reach,
    Slot slot,
    int clients,
    Optional<Finding> finding,
    Command promotion) {
  /** How a replica is, in one word; a documented contract. */
  public enum Phase implements Labelled {
    /** The vault knows of none, or of one that was dropped. */
    NONE,
    /** Somebody is making it, or has to go on doing so. */
    UNFINISHED,
    /** It has what the primary has. */
    FOLLOWING,
    /** It follows, and is further behind than is wanted. */
    BEHIND,
    /** Nobody can tell now, since one of both servers cannot be reached. */
    UNREACHABLE,
    /** A change cannot be applied. */
    CONFLICT,
    /** It follows no longer, and has to be made anew. */
    STOPPED,
    /** It has the catalog now. */
    PROMOTED;

    /** Whether there is something that could be promoted. */
    public boolean isLive() {
      return switch (this) {
        case FOLLOWING, BEHIND, UNREACHABLE, CONFLICT, STOPPED -> true;
        case NONE, UNFINISHED, PROMOTED -> false;
      };
    }
  }

  /**
   * How far a replica is.
   *
   * @param lag how long a mark took to come through at the last look; absent if none did
   * @param reachedAt it has all that was committed before, as far as marks have come through;
   *     absent if none ever did
   * @param looked when both servers were seen last, by the clock here
   */
  public record Reach(
      Optional<Duration> lag, Optional<Instant> reachedAt, Optional<Instant> looked) {
    /** Nobody has looked yet. */
    public static final Reach UNKNOWN =
        new Reach(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What the primary keeps for a replica.
   *
   * @param behind bytes of its log that the replica has not confirmed; absent if nobody knows
   * @param retained bytes of its log that it keeps; absent if nobody knows
   * @param limit how many it may keep until the replica is given up
   */
  public record Slot(Optional<Long> behind, Optional<Long> retained, long limit) {}

  /**
   * Something that is wrong.
   *
   * @param since when that was seen first
   * @param sentence what, without a full stop
   * @param advice what to do; absent if it passes by itself
   */
  public record Finding(Instant since, String sentence, Optional<String> advice) {}

  /** How far it is behind: as the last mark took, or since the last one that came through. */
  public Optional<Duration> lag(Instant now) {
    return reach
        .lag()
        .or(
            () ->
                reach
                    .reachedAt()
                    .map(at -> Duration.between(at, now))
                    .map(each -> each.isNegative() ? Duration.ZERO : each));
  }
}
