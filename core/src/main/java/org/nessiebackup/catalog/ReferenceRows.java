package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.RepositoryDescription;

/**
 * The references of a catalog, of all its Nessie repositories. They are few, and held in memory.
 */
public final class ReferenceRows {
  /** More names than this help nobody. */
  private static final int NAMED = 10;

  private final String where;
  private final NavigableMap<String, List<ReferenceRow>> repositories;

  private ReferenceRows(String where, NavigableMap<String, List<ReferenceRow>> repositories) {
    this.where = where;
    this.repositories = repositories;
  }

  /** Reads them. */
  public static ReferenceRows of(CatalogSource source) {
    NavigableMap<String, List<ReferenceRow>> rows = new TreeMap<>();
    source.references(
        row -> rows.computeIfAbsent(row.repository(), name -> new ArrayList<>()).add(row));
    rows.values().forEach(each -> each.sort(Comparator.comparing(ReferenceRow::name)));
    return new ReferenceRows(source.describe(), rows);
  }

  /** The names of the Nessie repositories. */
  public SortedSet<String> repositories() {
    return Collections.unmodifiableSortedSet(repositories.navigableKeySet());
  }

  /** All references of a Nessie repository, by stored name: deleted and internal ones, too. */
  public List<ReferenceRow> all(String repository) {
    return Collections.unmodifiableList(repositories.getOrDefault(repository, List.of()));
  }

  /** Branches and tags by stored name, without those that are being deleted. */
  public NavigableMap<String, NessieReference> shown(String repository) {
    NavigableMap<String, NessieReference> shown = new TreeMap<>();
    all(repository).stream()
        .filter(row -> !row.deleted())
        .forEach(row -> row.shown().ifPresent(reference -> shown.put(row.name(), reference)));
    return shown;
  }

  /** The commit that knows the description of a Nessie repository. */
  public Optional<ObjectId> description(String repository) {
    return all(repository).stream()
        .filter(row -> row.name().equals(RepositoryDescription.REFERENCE))
        .map(ReferenceRow::pointer)
        .findFirst();
  }

  /**
   * The Nessie repository that a user means.
   *
   * @param wanted its name; if absent, the only one, or the one whose name is empty
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if there is no such repository,
   *     {@link Failure#USAGE} if there are several and nothing says which one is meant
   */
  public String only(Optional<String> wanted) {
    String repository = wanted.orElseGet(this::only);
    if (!repositories.containsKey(repository)) {
      throw Failure.REFERENCE_NOT_FOUND.exception(
          "there is no Nessie repository \"%s\" in %s".formatted(repository, where),
          repositories.isEmpty()
              ? "It has no references at all."
              : "There are: %s.".formatted(quoted(repositories())));
    }
    return repository;
  }

  private String only() {
    if (repositories.isEmpty() || repositories.containsKey("")) {
      return "";
    }
    if (repositories.size() > 1) {
      throw Failure.USAGE.exception(
          "there are several Nessie repositories in " + where,
          "Say which one is meant with --repository: %s.".formatted(quoted(repositories())));
    }
    return repositories.firstKey();
  }

  /**
   * The Nessie repository that corresponds to one of a server: that of the same name, or the only
   * one.
   *
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if there is none
   */
  public String named(String served) {
    if (repositories.containsKey(served)) {
      return served;
    }
    if (repositories.size() == 1) {
      return repositories.firstKey();
    }
    throw Failure.REFERENCE_NOT_FOUND.exception(
        "%s has no Nessie repository \"%s\", but %s"
            .formatted(where, served, quoted(repositories())),
        "Name one with --nessie-repository.");
  }

  /**
   * The only Nessie repository that has a branch or tag, for those who do not know a server's.
   *
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if none has it, {@link
   *     Failure#USAGE} if several do
   */
  public String having(String reference) {
    List<String> having =
        repositories.keySet().stream().filter(each -> search(each, reference).isPresent()).toList();
    if (having.size() > 1) {
      throw Failure.USAGE.exception(
          "several Nessie repositories of %s have a reference \"%s\": %s"
              .formatted(where, reference, quoted(having)),
          "Name the one that the server serves with --nessie-repository.");
    }
    return having.stream().findFirst().orElseThrow(() -> unknown(reference, repositories()));
  }

  /**
   * A branch or tag by its name; one that was being deleted at that moment counts as well.
   *
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if there is none
   */
  public ReferenceRow find(String repository, String name) {
    return search(repository, name).orElseThrow(() -> unknown(name, List.of(repository)));
  }

  private Optional<ReferenceRow> search(String repository, String name) {
    return all(repository).stream()
        .filter(row -> row.shown().map(NessieReference::name).filter(name::equals).isPresent())
        .findFirst();
  }

  private BackupException unknown(String name, Collection<String> searched) {
    List<String> names =
        searched.stream()
            .flatMap(repository -> all(repository).stream())
            .flatMap(row -> row.shown().stream().map(NessieReference::name))
            .distinct()
            .sorted()
            .toList();
    return Failure.REFERENCE_NOT_FOUND.exception(
        "%s has no branch or tag \"%s\"".formatted(where, name),
        names.isEmpty()
            ? "It has none at all."
            : "It has %s. An older backup may have others.".formatted(FirstNames.of(names, NAMED)));
  }

  private static String quoted(Collection<String> names) {
    return '"' + String.join("\", \"", names) + '"';
  }
}
