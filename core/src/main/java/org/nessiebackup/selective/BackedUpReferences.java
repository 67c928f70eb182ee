package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ReferenceRow;

/** The references of a backup, of all its Nessie repositories. */
final class BackedUpReferences {
  /** More names than this help nobody. */
  private static final int SHOWN = 10;

  private final CatalogSource source;
  private final List<ReferenceRow> rows = new ArrayList<>();

  private BackedUpReferences(CatalogSource source) {
    this.source = source;
  }

  static BackedUpReferences read(CatalogSource source) {
    BackedUpReferences references = new BackedUpReferences(source);
    source.references(references.rows::add);
    return references;
  }

  /**
   * The Nessie repository of the backup that stands for one of a server: that of the same name, or
   * the only one.
   */
  String repositoryFor(String served) {
    Set<String> names = repositories();
    if (names.contains(served)) {
      return served;
    }
    if (names.size() == 1) {
      return names.iterator().next();
    }
    throw new BackupException(
        Failure.USAGE,
        "%s has no Nessie repository \"%s\", but \"%s\""
            .formatted(source.describe(), served, String.join("\", \"", names)),
        "Name one with --nessie-repository.");
  }

  /** The same for those who do not know a server's: the only one that has a reference. */
  String repositoryOf(String reference) {
    Set<String> having =
        rows.stream()
            .filter(row -> row.shown().filter(shown -> shown.name().equals(reference)).isPresent())
            .map(ReferenceRow::repository)
            .collect(Collectors.toCollection(TreeSet::new));
    if (having.size() > 1) {
      throw new BackupException(
          Failure.USAGE,
          "several Nessie repositories of %s have a reference \"%s\": \"%s\""
              .formatted(source.describe(), reference, String.join("\", \"", having)),
          "Name the one that the server serves with --nessie-repository.");
    }
    return having.stream()
        .findFirst()
        .orElseThrow(() -> unknown(reference, shownNames(Optional.empty())));
  }

  /** A branch or tag by its name; one that was being deleted at that moment counts as well. */
  ReferenceRow find(String repository, String name) {
    return rows.stream()
        .filter(row -> row.repository().equals(repository))
        .filter(row -> row.shown().map(NessieReference::name).filter(name::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> unknown(name, shownNames(Optional.of(repository))));
  }

  private Set<String> repositories() {
    return rows.stream()
        .map(ReferenceRow::repository)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> shownNames(Optional<String> repository) {
    return rows.stream()
        .filter(row -> repository.map(row.repository()::equals).orElse(true))
        .flatMap(row -> row.shown().stream())
        .map(NessieReference::name)
        .distinct()
        .sorted()
        .toList();
  }

  private BackupException unknown(String name, List<String> names) {
    String some = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    String more = names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "";
    return new BackupException(
        Failure.USAGE,
        "%s has no branch or tag \"%s\"".formatted(source.describe(), name),
        names.isEmpty()
            ? "It has none at all."
            : "It has %s%s. An older backup may have others.".formatted(some, more));
  }
}
