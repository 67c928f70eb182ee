package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param tips how its references are followed here; absent if they are not
 * @param schedule why nothing of its schedule can be begun here now; absent if it can
 */
public record CatalogState(
    String catalog,
    Optional<VaultKnowledge> vault,
    Optional<Trouble> trouble,
    DatabaseState database,
    StatusOptions thresholds,
    Optional<TipState> tips,
    Optional<Trouble> schedule) {
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
     * What runs say, and whoever follows the references.
     *
     * @param newestFirst runs of the catalog
     */
    static DatabaseState of(List<Run> newestFirst, Optional<TipState> tips) {
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
      return new DatabaseState(reached, trouble).and(tips);
    }

    /** A look at references is newer than any run. */
    private DatabaseState and(Optional<TipState> tips) {
      Optional<Instant> looked = tips.flatMap(TipState::looked);
      boolean later =
          looked.isPresent() && reached.filter(at -> at.isAfter(looked.get())).isEmpty();
      Optional<Trouble> now =
          tips.flatMap(TipState::trouble)
              .filter(each -> UNREACHABLE.contains(each.failure().label()));
      return new DatabaseState(
          later ? looked : reached,
          now.or(() -> trouble.filter(each -> !later || looked.get().isBefore(each.since()))));
    }

    private static boolean failed(Run run) {
      return run.code().filter(UNREACHABLE::contains).isPresent();
    }
  }

  /** As of when its vault is known. */
  public Optional<Instant> asOf() {
    return vault.map(VaultKnowledge::asOf);
  }
}
