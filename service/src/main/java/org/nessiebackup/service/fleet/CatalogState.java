package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.status.StatusOptions;

/**
 * What is known of a catalog at one moment.
 *
 * @param catalog its name
 * @param vault what was read of its vault last; absent before that was possible once
 * @param trouble why its vault cannot be read now; absent if it can
 * @param database what is known of its database
 * @param thresholds from when on something is too old
 * @param followed how it is looked at here all the time
 * @param schedule why nothing of its schedule can be begun here now; absent if it can
 */
public record CatalogState(
    String catalog,
    Optional<VaultKnowledge> vault,
    Optional<Trouble> trouble,
    DatabaseState database,
    StatusOptions thresholds,
    Followed followed,
    Optional<Trouble> schedule) {
  /**
   * How a catalog is looked at all the time.
   *
   * @param tips how its references are followed; absent if they are not
   * @param journal how its journal is; absent if it is not
   * @param replica how its replica is; absent if nobody here has looked at one
   */
  public record Followed(
      Optional<TipState> tips, Optional<JournalState> journal, Optional<ReplicaHealth> replica) {
    /** By nobody. */
    public static final Followed NOT =
        new Followed(Optional.empty(), Optional.empty(), Optional.empty());

    /** Every commit is safe that was confirmed before, by the server's clock. */
    Optional<Instant> safeAsOf() {
      return later(tips.flatMap(TipState::safeAsOf), journal.flatMap(JournalState::safeAsOf));
    }

    private Optional<Instant> looked() {
      return later(tips.flatMap(TipState::looked), journal.flatMap(JournalState::looked));
    }

    private Optional<Trouble> unreachable() {
      return Stream.concat(
              tips.flatMap(TipState::trouble).stream(),
              journal.flatMap(JournalState::trouble).stream())
          .filter(each -> DatabaseState.UNREACHABLE.contains(each.failure().label()))
          .min(Comparator.comparing(Trouble::since));
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
      return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
    }
  }

  /**
   * What is known of a database, as far as runs say it.
   *
   * @param reached when a run has worked with it last
   * @param trouble why the last one could not
   */
  public record DatabaseState(Optional<Instant> reached, Optional<Trouble> trouble) {
    /** Nothing yet. */
    public static final DatabaseState UNKNOWN =
        new DatabaseState(Optional.empty(), Optional.empty());

    private static final Set<String> ASKING = Set.of("backup", "check");
    private static final Set<String> UNREACHABLE =
        Set.of(Failure.CONNECTION.label(), Failure.LOGIN.label());

    /**
     * What runs say, and whoever follows the catalog.
     *
     * @param newestFirst runs of the catalog
     */
    static DatabaseState of(List<Run> newestFirst, Followed followed) {
      List<Run> asking =
          newestFirst.stream()
              .filter(run -> ASKING.contains(run.command().name()) && run.result().isPresent())
              .toList();
      List<Run> failing = asking.stream().takeWhile(DatabaseState::failed).toList();
      Optional<Instant> reached =
          asking.stream().skip(failing.size()).findFirst().flatMap(run -> run.times().ended());
      Optional<Trouble> trouble =
          failing.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Trouble.of(
                      failing.getFirst(),
                      failing.getLast().times().started().orElse(Instant.EPOCH)));
      return new DatabaseState(reached, trouble).and(followed);
    }

    /** Whoever follows has looked later than any run. */
    private DatabaseState and(Followed followed) {
      Optional<Instant> looked = followed.looked();
      boolean later =
          looked.isPresent() && reached.filter(at -> at.isAfter(looked.get())).isEmpty();
      return new DatabaseState(
          later ? looked : reached,
          followed
              .unreachable()
              .or(() -> trouble.filter(each -> !later || looked.get().isBefore(each.since()))));
    }

    private static boolean failed(Run run) {
      return run.code().filter(UNREACHABLE::contains).isPresent();
    }
  }

  /** How its references are followed here; absent if they are not. */
  public Optional<TipState> tips() {
    return followed.tips();
  }

  /** How its journal is followed here; absent if it is not. */
  public Optional<JournalState> journal() {
    return followed.journal();
  }

  /** How its replica is; absent if nobody here has looked at one. */
  public Optional<ReplicaHealth> replica() {
    return followed.replica();
  }

  /** As of when its vault is known. */
  public Optional<Instant> asOf() {
    return vault.map(VaultKnowledge::asOf);
  }
}
