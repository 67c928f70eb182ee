package org.nessiebackup.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.catalog.Tree;
import org.nessiebackup.files.CatalogTables.Content;
import org.nessiebackup.files.CatalogTables.Entry;
import org.nessiebackup.files.CatalogTables.Reference;
import org.nessiebackup.files.CatalogTables.Stored;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;

/** Reads what the heads of branches and tags hold, some hundred heads at a time. */
final class HeadTables {
  /** A commit and its index have some hundred kilobytes; of a backup, each lookup is a pass. */
  private static final int HEADS_AT_ONCE = 200;

  /** Held as rows while they are decoded, each of about a kilobyte. */
  private static final int MOST_LOOKED_UP = 10_000;

  private final CatalogSource catalog;
  private final CatalogTables tables;
  private final WorkContext context;

  HeadTables(CatalogSource catalog, CatalogTables tables, WorkContext context) {
    this.catalog = catalog;
    this.tables = tables;
    this.context = context;
  }

  /** A reference and its head. */
  private record Head(NessieReference name, ObjectId commit) {}

  /** Reads the references of these names, or all. */
  void read(List<String> names) {
    refuseOldRows();
    context.progress().step("reading the heads of references", 0);
    Map<String, List<Head>> repositories = heads(names);
    for (Map.Entry<String, List<Head>> repository : repositories.entrySet()) {
      RepositoryReader reader = new RepositoryReader(catalog, repository.getKey());
      List<Head> heads = repository.getValue();
      for (int from = 0; from < heads.size(); from += HEADS_AT_ONCE) {
        context.cancellation().check();
        int to = Math.min(from + HEADS_AT_ONCE, heads.size());
        readHeads(reader, heads.subList(from, to));
      }
    }
    readContents();
  }

  private void refuseOldRows() {
    switch (catalog.storeType()) {
      case JDBC2 -> {}
      case JDBC ->
          throw new BackupException(
              Failure.FORMAT_UNSUPPORTED,
              "the files of a catalog of store type JDBC cannot be found out, only those of JDBC2",
              "Nessie's own tools move a catalog from JDBC, which Nessie has deprecated, to"
                  + " JDBC2.");
    }
  }

  private Map<String, List<Head>> heads(List<String> names) {
    Map<String, List<Head>> repositories = new TreeMap<>();
    Set<String> missing = new TreeSet<>(names);
    catalog.references(
        row ->
            shown(row)
                .filter(name -> names.isEmpty() || names.contains(name.name()))
                .ifPresent(
                    name -> {
                      missing.remove(name.name());
                      repositories
                          .computeIfAbsent(row.repository(), key -> new ArrayList<>())
                          .add(new Head(name, row.pointer()));
                    }));
    if (!missing.isEmpty()) {
      throw new BackupException(
          Failure.USAGE,
          "there is no branch and no tag \"%s\" in %s"
              .formatted(String.join("\", \"", missing), catalog.describe()),
          "Write names as Nessie shows them, such as main, or none for all of them.");
    }
    repositories.values().forEach(heads -> heads.sort((a, b) -> a.name().compareTo(b.name())));
    return repositories;
  }

  private static Optional<NessieReference> shown(ReferenceRow row) {
    return row.deleted() ? Optional.empty() : row.shown();
  }

  /** Where something is damaged, halves are read until it is known whose head that concerns. */
  private void readHeads(RepositoryReader reader, List<Head> heads) {
    Map<ObjectId, Tree> trees;
    try {
      trees = reader.trees(heads.stream().map(Head::commit).distinct().toList());
    } catch (BackupException e) {
      if (e.failure() != Failure.DAMAGED && e.failure() != Failure.FORMAT_UNSUPPORTED) {
        throw e;
      }
      if (heads.size() == 1) {
        tables.add(reader.repository(), heads.getFirst().name()).trouble().add(e.getMessage());
      } else {
        readHeads(reader, heads.subList(0, heads.size() / 2));
        readHeads(reader, heads.subList(heads.size() / 2, heads.size()));
      }
      return;
    }
    heads.forEach(head -> add(reader.repository(), head, trees));
  }

  private void add(String repository, Head head, Map<ObjectId, Tree> trees) {
    Reference reference = tables.add(repository, head.name());
    if (trees.containsKey(head.commit())) {
      trees.get(head.commit()).keys().forEach((key, entry) -> add(reference, key, entry));
    } else if (!head.commit().equals(ObjectId.EMPTY)) {
      reference.trouble().add("its head, commit %s, is missing".formatted(head.commit()));
    }
  }

  private void add(Reference reference, ContentKey key, IndexEntry entry) {
    if (entry.value().isEmpty()) {
      reference.trouble().add("\"%s\" has no content".formatted(key));
      return;
    }
    Stored value = new Stored(reference.repository(), entry.value().get());
    tables.want(value);
    reference.entries().set(tables.number(new Entry(key.toString(), value)));
  }

  /** A server finds some thousand contents by their keys; more of them are worth a pass. */
  private void readContents() {
    Map<String, Set<ObjectId>> wanted = tables.wanted();
    if (wanted.values().stream().mapToInt(Set::size).sum() <= MOST_LOOKED_UP) {
      wanted.forEach(
          (repository, values) -> catalog.find(repository, values).values().forEach(this::found));
    } else {
      catalog.objects(
          (repository, id, type) -> wanted.getOrDefault(repository, Set.of()).contains(id),
          this::found);
    }
  }

  private void found(ObjectRow row) {
    tables.found(new Stored(row.repository(), row.id()), content(row));
  }

  private static Content content(ObjectRow row) {
    if (!(ObjectDecoder.decode(row) instanceof NessieObject.Value value)) {
      return new Content.Unreadable("object %s is no content that can be read".formatted(row.id()));
    }
    try {
      NessieContent content = Contents.decode(value);
      return content
          .metadataLocation()
          .<Content>map(location -> new Content.Located(content.type(), location))
          .orElseGet(Content.Other::new);
    } catch (BackupException e) {
      return new Content.Unreadable(e.getMessage());
    }
  }
}
