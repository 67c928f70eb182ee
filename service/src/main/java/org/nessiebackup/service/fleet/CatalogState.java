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
 */
public record CatalogState(
    String catalog,
    Optional<VaultKnowledge> vault,
    Optional<Trouble> trouble,
    DatabaseState database,
    StatusOptions thresholds) {
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
     * What runs say.
     *
     * @param newestFirst runs of the catalog
     */
    static DatabaseState of(List<Run> newestFirst) {
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
      return new DatabaseState(reached, trouble);
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
