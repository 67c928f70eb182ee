package org.nessiebackup.replica;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What a promotion finds, and what it will do, before it does anything. Making a plan changes
 * nothing.
 *
 * @param state the replica, as the vault knows it
 * @param epoch the one that begins with it
 * @param primary the primary
 * @param follower the replica
 * @param newer what the vault has and the replica has not
 * @param obstacles what is in the way
 */
public record PromotionPlan(
    ReplicaState state,
    long epoch,
    Primary primary,
    Follower follower,
    Newer newer,
    List<Obstacle> obstacles) {
  /** Takes its own copy of the list. */
  public PromotionPlan {
    obstacles = List.copyOf(obstacles);
  }

  /** Where the primary has the catalog. */
  public CatalogLocation primaryCatalog() {
    return new FollowedPlace(state.servers().primary()).catalog();
  }

  /** Where the replica has it. */
  public CatalogLocation replicaCatalog() {
    return new FollowedPlace(state.servers().replica()).catalog();
  }

  /** The same for somebody who ends all use of the primary before anything else is done. */
  public PromotionPlan onceStopped() {
    return new PromotionPlan(
        state,
        epoch,
        primary,
        follower,
        newer,
        obstacles.stream().filter(each -> each.kind() != Obstacle.Kind.PRIMARY_IN_USE).toList());
  }

  /** How the primary is. */
  public sealed interface Primary {
    /**
     * It can be asked, and kept from being written to.
     *
     * @param fenced whether it is already
     * @param connected who is connected and could write, a short sentence for each
     * @param behindBytes how much of its log the replica has not confirmed; absent if nobody knows,
     *     as its slot is gone
     */
    record Reached(boolean fenced, List<String> connected, Optional<Long> behindBytes)
        implements Primary {
      /** Takes its own copy of the list. */
      public Reached {
        connected = List.copyOf(connected);
      }
    }

    /**
     * It answers, and refuses us.
     *
     * @param reason in its words
     */
    record Refusing(String reason) implements Primary {}

    /**
     * It does not answer.
     *
     * @param reason what was tried
     */
    record Unreached(String reason) implements Primary {}
  }

  /**
   * How the replica is.
   *
   * @param promoted whether a former call has come so far that it has the catalog
   * @param subscribed whether it has its subscription still
   * @param heardAt when it has last heard of the primary, by its own clock; absent if nobody knows
   * @param hears whether its connection with the primary is alive, as far as its server knows
   * @param applied the last commit of the primary that it has; absent if nobody knows
   * @param connected who is connected to it and could write, a short sentence for each
   */
  public record Follower(
      boolean promoted,
      boolean subscribed,
      Optional<Instant> heardAt,
      boolean hears,
      Optional<Lsn> applied,
      List<String> connected) {
    /** Takes its own copy of the list. */
    public Follower {
      connected = List.copyOf(connected);
    }
  }

  /**
   * What the vault has and the replica has not. Only asked for where the primary does not answer.
   *
   * @param point the newest recovery point; absent if there is none, or nobody has asked
   * @param heads branches and tags that lead there to commits which the replica does not have
   * @param unknown why nobody knows; absent if the vault was asked
   */
  public record Newer(Optional<String> point, List<Head> heads, Optional<String> unknown) {
    /** Nobody has asked. */
    static final Newer NOT_ASKED = new Newer(Optional.empty(), List.of(), Optional.empty());

    /** Takes its own copy of the list. */
    public Newer {
      heads = List.copyOf(heads);
    }
  }

  /**
   * Where a branch or tag leads.
   *
   * @param repository the Nessie repository
   * @param reference which, and where
   */
  public record Head(String repository, NessieReference reference) {}

  /**
   * What is in the way.
   *
   * @param kind what kind of thing
   * @param sentence the same for people, without a full stop
   */
  public record Obstacle(Kind kind, String sentence) {
    /** What may be in the way. Labels are added, never renamed. */
    public enum Kind implements Labelled {
      /** Somebody is connected to the primary who could write. */
      PRIMARY_IN_USE,
      /** The primary lives, and we may not keep it from being written to. */
      PRIMARY_REFUSES,
      /** We do not reach the primary, and the replica does. */
      PRIMARY_HEARD,
      /** Somebody is connected to the replica who could write. */
      REPLICA_IN_USE,
      /** The replica does not follow, so that it may lack anything. */
      NOT_FOLLOWING
    }
  }

  /**
   * What has to be repeated to go on in spite of the obstacles. It fits this replica and these
   * obstacles only.
   */
  public String code() {
    return Digests.code(
        "%s %d %d %s %s %s"
            .formatted(
                state.head().name(),
                state.head().number(),
                epoch,
                state.servers().primary().describe(),
                state.servers().replica().describe(),
                obstacles.stream()
                    .map(each -> each.kind().label())
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining(","))));
  }

  /**
   * Refuses a plan that has obstacles which nobody has accepted.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public void check(PromotionOptions options) {
    if (options.accepted().isPresent() && !accepts(options)) {
      throw Failure.TARGET_GUARDED.exception(
          "\"%s\" is not the code of this promotion".formatted(options.accepted().get()),
          "Something may have changed since: `replica promote --dry-run` shows what is in the way"
              + " now, with its code.");
    }
    if (!obstacles.isEmpty() && options.accepted().isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "replica \"%s\" cannot be promoted now: %s"
              .formatted(
                  state.head().name(),
                  obstacles.stream().map(Obstacle::sentence).collect(Collectors.joining("; "))),
          advice() + " --accept-divergence " + code() + " goes on regardless.");
    }
  }

  private boolean accepts(PromotionOptions options) {
    return options.accepted().map(String::strip).filter(code()::equalsIgnoreCase).isPresent();
  }

  private String advice() {
    return switch (obstacles.getFirst().kind()) {
      case PRIMARY_IN_USE -> "Stop the primary's Nessie (scale it to 0) and try again.";
      case PRIMARY_REFUSES ->
          "Connect with a role that owns the primary's tables and their schema.";
      case PRIMARY_HEARD ->
          "The primary lives: connect from where it can be reached, or stop its server. One that"
              + " has just gone is heard for a minute at most.";
      case REPLICA_IN_USE -> "Stop who uses the replica, and try again.";
      case NOT_FOLLOWING ->
          "`replica status` says why. What it lacks may be in a backup, a tip or the journal.";
    };
  }
}
