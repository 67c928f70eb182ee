package org.nessiebackup.browse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.NearMatches;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/**
 * Looks into a backup, or into the live catalog, and writes nothing.
 *
 * @param vault opened when a backup is looked into
 * @param database opened when the live catalog is looked into
 */
public record CatalogBrowser(
    Supplier<Vault> vault, Supplier<Database> database, WorkContext context) {

  /**
   * Lists branches and tags.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}, {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG} if the backup cannot be opened, {@link Failure#DAMAGED} if it is not
   *     what was written
   */
  public ReferenceListReport references(BrowseOptions options) {
    return in(options, CatalogBrowser::references);
  }

  private static ReferenceListReport references(BrowsedCatalog catalog) {
    Collection<NessieReference> references = catalog.references().values();
    Set<ObjectId> heads = new HashSet<>();
    references.forEach(each -> heads.add(each.head()));
    Map<ObjectId, Commit> commits = catalog.reader().commits(heads);
    Optional<String> main = catalog.defaultBranch();
    List<ReferenceListReport.Entry> entries = new ArrayList<>();
    for (NessieReference each : references) {
      ObjectId head = each.head();
      boolean branch = each.kind() == NessieReference.Kind.BRANCH;
      entries.add(
          new ReferenceListReport.Entry(
              each.kind(),
              each.name(),
              head,
              Optional.ofNullable(commits.get(head)).map(CommitReport::of),
              branch && main.filter(each.name()::equals).isPresent()));
    }
    return new ReferenceListReport(catalog.place(), entries);
  }

  /**
   * Shows the commits of a branch, a tag, or a commit.
   *
   * @param reference a name, or a hash or the beginning of one
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND}, and as {@link #references}
   */
  public LogReport log(BrowseOptions options, String reference, LogOptions log) {
    return in(
        options,
        catalog -> {
          ObjectId head = catalog.resolve(reference);
          long since = log.since().map(Micros::of).orElse(Long.MIN_VALUE);
          List<CommitReport> commits =
              catalog.reader().log(head, log.limit(), since, CommitReport::of);
          boolean more =
              !commits.isEmpty() && !commits.getLast().parents().getFirst().equals(ObjectId.EMPTY);
          return new LogReport(catalog.place(), reference, commits, more);
        });
  }

  /**
   * Lists tables, views, namespaces and whatever else is there.
   *
   * @param reference a name, or a hash or the beginning of one
   * @param within only this key and those below it
   * @throws BackupException as {@link #log}; {@link Failure#CONTENT_NOT_FOUND} if nothing is there
   *     within that key
   */
  public KeyListReport keys(BrowseOptions options, String reference, Optional<ContentKey> within) {
    return in(
        options,
        catalog -> {
          ObjectId head = catalog.resolve(reference);
          NavigableMap<ContentKey, IndexEntry> keys = catalog.reader().keys(head, within);
          if (keys.isEmpty() && within.isPresent()) {
            throw notFound(catalog, head, reference, within.get());
          }
          return new KeyListReport(
              catalog.place(),
              reference,
              head,
              keys.entrySet().stream()
                  .map(
                      each ->
                          new KeyListReport.Entry(
                              each.getKey(),
                              Contents.type(each.getValue().payload()),
                              each.getValue().contentId()))
                  .toList());
        });
  }

  /**
   * Shows one content as Nessie's API does.
   *
   * @param reference a name, or a hash or the beginning of one
   * @throws BackupException as {@link #log}; {@link Failure#CONTENT_NOT_FOUND} if nothing is there
   *     under the key
   */
  public ContentReport content(BrowseOptions options, String reference, ContentKey key) {
    return in(
        options,
        catalog -> {
          ObjectId head = catalog.resolve(reference);
          ObjectId value =
              Optional.ofNullable(catalog.reader().keys(head, Optional.of(key)).get(key))
                  .flatMap(IndexEntry::value)
                  .orElseThrow(() -> notFound(catalog, head, reference, key));
          return new ContentReport(
              catalog.place(),
              reference,
              head,
              key,
              catalog.reader().contents(List.of(value)).get(value));
        });
  }

  private static BackupException notFound(
      BrowsedCatalog catalog, ObjectId head, String reference, ContentKey key) {
    List<String> names =
        catalog.reader().keys(head, Optional.empty()).keySet().stream()
            .map(ContentKey::toString)
            .toList();
    return Failure.CONTENT_NOT_FOUND.exception(
        "there is nothing under \"%s\" on \"%s\" in %s"
            .formatted(key, reference, catalog.source().describe()),
        "`nessie-backup ls` lists what is there; `find-change` looks through all backups."
            + NearMatches.question(key.toString(), names));
  }

  /**
   * Compares two catalogs: what the second one has that the first one has not, and the reverse.
   *
   * @throws BackupException as {@link #references}
   */
  public DifferenceReport difference(BrowseOptions before, BrowseOptions after) {
    return in(before, first -> in(after, second -> new Comparison(first, second).run()));
  }

  /**
   * Says what is lost if a catalog becomes again what it was.
   *
   * @param earlier what it was; the Nessie repository of the options does not matter, as all return
   * @param current what it is
   * @throws BackupException as {@link #references}
   */
  public LossReport losses(BrowseOptions earlier, BrowseOptions current) {
    context.progress().step("comparing with the catalog as it is", 0);
    try (CatalogSource before = open(earlier);
        CatalogSource after = open(current)) {
      ReferenceRows then = ReferenceRows.of(before);
      ReferenceRows now = ReferenceRows.of(after);
      SortedSet<String> repositories = new TreeSet<>(then.repositories());
      repositories.addAll(now.repositories());
      List<LossReport.Reference> references = new ArrayList<>();
      for (String repository : repositories) {
        new Comparison(
                new BrowsedCatalog(before, then, repository),
                new BrowsedCatalog(after, now, repository))
            .run().references().stream()
                .map(change -> LossReport.of(repository, change))
                .forEach(references::add);
      }
      return new LossReport(references);
    }
  }

  private CatalogSource open(BrowseOptions options) {
    return options.origin().open(vault, database, options.jobs(), context);
  }

  /**
   * Follows one key through all backups of the vault.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is none; {@link
   *     Failure#CONTENT_NOT_FOUND} if none has the key; {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG} if one cannot be opened
   */
  public ContentHistoryReport history(HistoryOptions options) {
    return new ContentHistory(vault.get(), options, context).run();
  }

  private <T> T in(BrowseOptions options, Function<BrowsedCatalog, T> work) {
    context.progress().step("looking into the catalog", 0);
    try (CatalogSource source = open(options)) {
      return work.apply(BrowsedCatalog.of(source, options.repository()));
    }
  }
}
