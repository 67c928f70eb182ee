package org.nessiebackup.browse;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.NearMatches;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.RepositoryDescription;

/** One Nessie repository of a catalog, with its references. */
final class BrowsedCatalog {
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{6,64}");

  private final CatalogSource source;
  private final String repository;
  private final RepositoryReader reader;
  private final NavigableMap<String, NessieReference> references;
  private final Optional<ObjectId> description;

  /** A repository, which may have no references. */
  BrowsedCatalog(CatalogSource source, ReferenceRows references, String repository) {
    this.source = source;
    this.repository = repository;
    this.reader = new RepositoryReader(source, repository);
    this.references = references.shown(repository);
    this.description = references.description(repository);
  }

  /**
   * Reads the references.
   *
   * @param wanted the Nessie repository; if absent, the only one, or the one whose id is empty
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if there is no such repository,
   *     {@link Failure#USAGE} if there are several and nothing says which one is meant
   */
  static BrowsedCatalog of(CatalogSource source, Optional<String> wanted) {
    ReferenceRows references = ReferenceRows.of(source);
    return new BrowsedCatalog(source, references, references.only(wanted));
  }

  CatalogSource source() {
    return source;
  }

  RepositoryReader reader() {
    return reader;
  }

  PlaceReport place() {
    return new PlaceReport(source.describe(), source.recoveryPoint(), source.stateOf(), repository);
  }

  /** Branches and tags by their stored names. */
  NavigableMap<String, NessieReference> references() {
    return references;
  }

  /** The name of the default branch, if the repository says one; a damaged one may not. */
  Optional<String> defaultBranch() {
    return description
        .map(pointer -> reader.trees(List.of(pointer)).get(pointer))
        .flatMap(tree -> tree.findStored(RepositoryDescription.STORED_KEY))
        .flatMap(IndexEntry::value)
        .map(value -> reader.objects(List.of(value)).get(value))
        .filter(NessieObject.Text.class::isInstance)
        .map(NessieObject.Text.class::cast)
        .flatMap(RepositoryDescription::defaultBranch);
  }

  /**
   * The commit that somebody means by the name of a branch or tag, or by a hash or the beginning of
   * one.
   *
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND}
   */
  ObjectId resolve(String name) {
    return head(name).or(() -> byHash(name)).orElseThrow(() -> unknown(name));
  }

  /** Where a branch or tag points. */
  Optional<ObjectId> head(String name) {
    return references.values().stream()
        .filter(reference -> reference.name().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(references.get(name)))
        .map(NessieReference::head);
  }

  private Optional<ObjectId> byHash(String text) {
    if (!HASH.matcher(text).matches()) {
      return Optional.empty();
    }
    if (text.length() == 64) {
      ObjectId id = ObjectId.of(text);
      return reader.commits(List.of(id)).keySet().stream().findFirst();
    }
    List<ObjectId> found = reader.graph(Set.of()).beginningWith(text);
    if (found.size() > 1) {
      throw Failure.REFERENCE_NOT_FOUND.exception(
          "%d commits begin with \"%s\"".formatted(found.size(), text), "Write more of the hash.");
    }
    return found.stream().findFirst();
  }

  private BackupException unknown(String name) {
    List<String> names = references.values().stream().map(NessieReference::name).toList();
    return Failure.REFERENCE_NOT_FOUND.exception(
        "there is no branch, tag or commit \"%s\" in %s".formatted(name, source.describe()),
        "`nessie-backup refs` lists the branches and tags." + NearMatches.question(name, names));
  }
}
