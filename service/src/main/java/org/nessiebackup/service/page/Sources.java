package org.nessiebackup.service.page;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandKind;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.Schedules;

/**
 * What pages are made of.
 *
 * @param fleet what is known of the catalogs
 * @param runs what was done and is being done
 * @param schedules what will be done
 * @param runner answers questions that are commands
 * @param clock the moment of a page
 */
public record Sources(
    Fleet fleet, Runs runs, Schedules schedules, CommandRunner runner, InstantSource clock) {
  /** The moment of a page. */
  Instant now() {
    return clock.instant();
  }

  /**
   * What is known of a catalog.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#CATALOG_NOT_FOUND} if none of this name
   *     is served
   */
  public CatalogState state(String catalog) {
    return fleet
        .state(catalog)
        .orElseThrow(
            () ->
                Failure.CATALOG_NOT_FOUND.exception(
                    "no catalog \"%s\" is served".formatted(catalog),
                    "There are: %s.".formatted(String.join(", ", fleet.names()))));
  }

  /** Whether what is in its backups can be read here. */
  boolean reads(String catalog) {
    return fleet.served(catalog).readsBackups();
  }

  /** All catalogs, the worst first. */
  List<CatalogLine> lines() {
    return CatalogLine.worstFirst(fleet.states().stream().map(this::line).toList());
  }

  private CatalogLine line(CatalogState state) {
    Instant now = now();
    var of = runs.list(state.catalog());
    return new CatalogLine(state, of, Verdict.of(state, of, now), now);
  }

  /** The first line of a page: of a catalog, or of all of them. */
  Safety safety(Optional<String> catalog) {
    return catalog
        .flatMap(fleet::state)
        .map(state -> Safety.of(line(state).verdict()))
        .orElseGet(() -> Safety.of(lines()));
  }

  /** What a command answers that only looks. */
  CommandResult read(Command command) {
    Place place =
        CommandKind.known(command.name()).isPresent()
            ? CommandKind.placeOf(command)
            : Place.SERVICE;
    return runner.run(command, place, message -> {}, new Cancellation());
  }
}
