package org.nessiebackup.files;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.catalog.Tree;
import org.nessiebackup.files.CatalogTables.Content;
import org.nessiebackup.files.CatalogTables.Entry;
import org.nessiebackup.files.CatalogTables.Reference;
import org.nessiebackup.files.CatalogTables.Stored;
import org.nessiebackup.files.ShardOptions.Shard;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;

/** Reads what the heads of branches and tags hold, some hundred heads at a time. */
record HeadTables(CatalogSource catalog, CatalogTables tables, WorkContext context) {
  /** A commit and its index have some hundred kilobytes; of a backup, each lookup is a pass. */
  private static final int HEADS_AT_ONCE = 200;

  /** Held as rows while they are decoded, each of about a kilobyte. */
  private static final int MOST_LOOKED_UP = 10_000;

  /** Reads the references of these names, or all. */
  void read(List<String> names) {
    refuseOldRows();
    context.progress().step("reading the heads of references", 0);
    Map<String, List<NessieReference>> repositories = heads(names);
    for (Map.Entry<String, List<NessieReference>> repository : repositories.entrySet()) {
      RepositoryReader reader = new RepositoryReader(catalog, repository.getKey());
      List<NessieReference> heads = repository.getValue();
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
          throw Failure.FORMAT_UNSUPPORTED.exception(
              "the files of a catalog of store type JDBC cannot be found out, only those of JDBC2",
              "Nessie's own tools move a catalog from JDBC, which Nessie has deprecated, to"
                  + " JDBC2.");
    }
  }

  private Map<String, List<NessieReference>> heads(List<String> names) {
    ReferenceRows references = ReferenceRows.of(catalog);
    Map<String, List<NessieReference>> repositories = new TreeMap<>();
    Set<String> missing = new TreeSet<>(names);
    for (String repository : references.repositories()) {
      List<NessieReference> heads =
          references.shown(repository).values().stream()
              .filter(each -> names.isEmpty() || names.contains(each.name()))
              .sorted()
              .toList();
      heads.forEach(each -> missing.remove(each.name()));
      repositories.put(repository, heads);
    }
    if (!missing.isEmpty()) {
      throw Failure.REFERENCE_NOT_FOUND.exception(
          "there is no branch and no tag \"%s\" in %s"
              .formatted(String.join("\", \"", missing), catalog.describe()),
          "Write names as Nessie shows them, such as main, or none for all of them.");
    }
    return repositories;
  }

  /** Where something is damaged, halves are read until it is known whose head that concerns. */
  private void readHeads(RepositoryReader reader, List<NessieReference> heads) {
    Map<ObjectId, Tree> trees;
    try {
      trees = reader.trees(heads.stream().map(NessieReference::head).distinct().toList());
    } catch (BackupException e) {
      if (e.failure() != Failure.DAMAGED && e.failure() != Failure.FORMAT_UNSUPPORTED) {
        throw e;
      }
      if (heads.size() == 1) {
        tables.add(reader.repository(), heads.getFirst()).trouble().add(e.getMessage());
      } else {
        readHeads(reader, heads.subList(0, heads.size() / 2));
        readHeads(reader, heads.subList(heads.size() / 2, heads.size()));
      }
      return;
    }
    heads.forEach(head -> add(reader.repository(), head, trees));
  }

  private void add(String repository, NessieReference head, Map<ObjectId, Tree> trees) {
    Reference reference = tables.add(repository, head);
    if (trees.containsKey(head.head())) {
      trees.get(head.head()).keys().forEach((key, entry) -> add(reference, key, entry));
    } else if (!head.head().equals(ObjectId.EMPTY)) {
      reference.trouble().add("its head, commit %s, is missing".formatted(head.head()));
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
          .<Content>map(
              location -> new Content.Located(content.type(), location, Shard.hash(content.id())))
          .orElseGet(Content.Other::new);
    } catch (BackupException e) {
      return new Content.Unreadable(e.getMessage());
    }
  }
}
