package org.nessiebackup.restore;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.tables.CatalogLocation;

/**
 * Whether each reference of what a restore has loaded leads to an object. A backup is one cut in
 * time and proven by its digest; references and objects of tips come from different documents.
 */
record HeadCheck(Database database, CatalogLocation staged, int jobs, WorkContext context) {
  private static final int NAMED = 5;

  /**
   * Looks.
   *
   * @param base opens the backup that the tips build on; what led nowhere then is as it was
   * @throws BackupException {@link Failure#DAMAGED} naming some that do not
   */
  void run(Supplier<CatalogSource> base) {
    context.progress().step("looking for the heads of branches and tags", 0);
    Set<Head> headless;
    try (CatalogSource catalog = LiveCatalog.at(database, staged, jobs, context)) {
      headless = headless(catalog);
    }
    if (!headless.isEmpty()) {
      try (CatalogSource then = base.get()) {
        headless.removeAll(headless(then));
      }
    }
    if (!headless.isEmpty()) {
      throw Failure.DAMAGED.exception(
          "what %d references lead to is in no tip: %s"
              .formatted(
                  headless.size(),
                  FirstNames.of(headless.stream().map(Head::name).toList(), NAMED)),
          "The catalog was not touched. Restore the backup that the tip builds on, or the next"
              + " one; `verify --all` shows which are whole.");
    }
  }

  /** Where a reference leads. */
  private record Head(String repository, String name, ObjectId pointer) {}

  private static Set<Head> headless(CatalogSource catalog) {
    ReferenceRows references = ReferenceRows.of(catalog);
    return references.repositories().stream()
        .flatMap(each -> headless(catalog, each, references.all(each)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<Head> headless(
      CatalogSource catalog, String repository, Collection<ReferenceRow> references) {
    Set<ObjectId> heads =
        references.stream()
            .map(ReferenceRow::pointer)
            .filter(head -> !head.equals(ObjectId.EMPTY))
            .collect(Collectors.toUnmodifiableSet());
    Set<ObjectId> found = ConcurrentHashMap.newKeySet();
    catalog.find(repository, heads, row -> found.add(row.id()));
    return references.stream()
        .filter(each -> heads.contains(each.pointer()) && !found.contains(each.pointer()))
        .map(each -> new Head(repository, each.name(), each.pointer()));
  }
}
