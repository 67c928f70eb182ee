package org.nessiebackup.service.run;

import java.util.List;
import java.util.stream.Stream;

/**
 * A command that somebody wants executed.
 *
 * @param catalog for which catalog
 * @param command the command line, which names the catalog by itself if it needs to
 * @param origins who wants it, the first one first; at least one
 */
public record RunRequest(String catalog, Command command, List<Origin> origins) {
  /** Takes its own copy of the list. */
  public RunRequest {
    origins = List.copyOf(origins);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("nobody wants it");
    }
  }

  /** One of somebody alone. */
  public static RunRequest of(String catalog, Command command, Origin origin) {
    return new RunRequest(catalog, command, List.of(origin));
  }

  /** The same, wanted by others too. */
  RunRequest and(List<Origin> others) {
    return new RunRequest(
        catalog, command, Stream.concat(origins.stream(), others.stream()).distinct().toList());
  }

  /** Whether it is the same work. */
  boolean sameWork(RunRequest other) {
    return catalog.equals(other.catalog) && command.equals(other.command);
  }
}
