package org.nessiebackup.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.RepositoryDescription;

/**
 * The references of one Nessie repository.
 *
 * @param repository its id
 * @param references branches and tags, by name; those that are about to be dropped are not among
 *     them
 * @param description the commit that knows the description of the repository
 * @param others other Nessie repositories of the catalog
 */
record RepositoryRows(
    String repository,
    List<ReferenceRow> references,
    Optional<ObjectId> description,
    List<String> others) {
  private static final String OF_NESSIE = "int/";

  RepositoryRows {
    references = List.copyOf(references);
    others = List.copyOf(others);
  }

  /**
   * Of a catalog.
   *
   * @param wanted the Nessie repository; if absent, the only one, or the one whose id is empty
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if there is no such repository,
   *     {@link Failure#USAGE} if there are several and nothing says which one is meant
   */
  static RepositoryRows of(CatalogSource source, Optional<String> wanted) {
    Map<String, List<ReferenceRow>> rows = new TreeMap<>();
    source.references(
        row -> rows.computeIfAbsent(row.repository(), id -> new ArrayList<>()).add(row));
    String repository = wanted.orElseGet(() -> only(source, rows.keySet()));
    List<ReferenceRow> found = rows.remove(repository);
    if (found == null) {
      throw new BackupException(
          Failure.REFERENCE_NOT_FOUND,
          "there is no Nessie repository \"%s\" in %s".formatted(repository, source.describe()),
          rows.isEmpty()
              ? "It has no references at all."
              : "There are: " + quoted(rows.keySet()) + ".");
    }
    return new RepositoryRows(
        repository,
        found.stream()
            .filter(row -> !row.deleted() && !row.name().startsWith(OF_NESSIE))
            .sorted(Comparator.comparing(ReferenceRow::name))
            .toList(),
        found.stream()
            .filter(row -> row.name().equals(RepositoryDescription.REFERENCE))
            .map(ReferenceRow::pointer)
            .findFirst(),
        List.copyOf(rows.keySet()));
  }

  private static String only(CatalogSource source, Set<String> ids) {
    if (ids.contains("") || ids.isEmpty()) {
      return "";
    }
    if (ids.size() > 1) {
      throw new BackupException(
          Failure.USAGE,
          "there are several Nessie repositories in " + source.describe(),
          "Say which one is meant with --repository: " + quoted(ids) + ".");
    }
    return ids.iterator().next();
  }

  private static String quoted(Set<String> ids) {
    return '"' + String.join("\", \"", ids) + '"';
  }
}
