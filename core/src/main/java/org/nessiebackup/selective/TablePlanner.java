package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.selective.TableRestorePlan.Change;
import org.nessiebackup.selective.TableRestorePlan.Item;
import org.nessiebackup.server.NessieServer;
import org.nessiebackup.server.ServedContent;

/** Finds out what bringing tables back changes. */
record TablePlanner(NessieServer server) {
  private static final String NAMESPACE = "NAMESPACE";

  TableRestorePlan plan(BackupCatalog backup, TableRestoreOptions options) {
    NessieReference onto = branch(options.branch());
    ReferenceRows references = ReferenceRows.of(backup);
    String repository =
        options
            .repository()
            .map(references::named)
            .orElseGet(() -> references.having(options.from().reference()));
    ReferenceRow row = references.find(repository, options.from().reference());
    ObjectId commit = commit(backup, repository, row, options.from().point());
    RepositoryReader reader = new RepositoryReader(backup, repository);
    BackedUpContents contents = new BackedUpContents(reader, reader.keys(commit, Optional.empty()));
    Set<ContentKey> wanted = contents.within(options.keys());
    List<Item> items = items(contents, wanted, onto.head());
    boolean known = server.knows(commit);
    if (known) {
      requireSame(items, commit);
    }
    return new TableRestorePlan(
        new TableRestorePlan.From(
            backup.point(), backup.stateOf(), options.from().reference(), commit),
        server.endpoint().toString(),
        onto,
        items,
        message(options, backup, commit),
        obstacles(options, items, commit, known));
  }

  /**
   * A commit holds the same wherever it is. Only some of the backup was read, which therefore was
   * not compared with its manifest; Nessie's own rows are a better witness.
   */
  private void requireSame(List<Item> items, ObjectId commit) {
    SortedMap<ContentKey, ServedContent> served =
        server.contents(commit, items.stream().map(Item::key).toList());
    for (Item item : items) {
      ServedContent there = served.get(item.key());
      if (there != null && !there.isSame(item.content().json())) {
        throw Failure.DAMAGED.exception(
            "\"%s\" at commit %s is another content in the backup than in Nessie"
                .formatted(item.key(), commit),
            "Nothing was changed. One of them is damaged: `verify` and `check --graph` tell"
                + " which.");
      }
    }
  }

  private NessieReference branch(String name) {
    NessieReference found =
        server
            .reference(name)
            .orElseThrow(
                () ->
                    Failure.REFERENCE_NOT_FOUND.exception(
                        "there is no branch \"%s\" now".formatted(name),
                        "Name one that gets the tables with --onto, or bring the branch back with"
                            + " `restore-ref`."));
    return switch (found.kind()) {
      case BRANCH -> found;
      case TAG ->
          throw Failure.USAGE.exception(
              "\"%s\" is a tag, to which nothing can be committed".formatted(name),
              "Name a branch that gets the tables with --onto.");
    };
  }

  private static ObjectId commit(
      BackupCatalog backup,
      String repository,
      ReferenceRow row,
      ReferenceRestoreOptions.Point point) {
    return point instanceof ReferenceRestoreOptions.Point.Head
        ? row.pointer()
        : PointInHistory.find(
            CommitGraph.read(backup, repository, Set.of(CommitGraph.Detail.TIME)), row, point);
  }

  /** What is wanted, and the namespaces above it that are not there any more. */
  private List<Item> items(BackedUpContents contents, Set<ContentKey> wanted, ObjectId head) {
    Set<ContentKey> above = contents.above(wanted);
    above.removeAll(wanted);
    Set<ContentKey> all = new TreeSet<>(wanted);
    all.addAll(above);
    SortedMap<ContentKey, NessieContent> then = contents.read(all);
    SortedMap<ContentKey, ServedContent> now = server.contents(head, all);
    List<Item> items = new ArrayList<>();
    for (ContentKey key : all) {
      if (wanted.contains(key)) {
        items.add(item(key, then.get(key), Optional.ofNullable(now.get(key))));
      } else if (!now.containsKey(key)) {
        NessieContent namespace = then.getOrDefault(key, TableCommit.newNamespace(key));
        items.add(new Item(key, namespace, Optional.empty(), Change.AGAIN));
      }
    }
    return items;
  }

  private static Item item(ContentKey key, NessieContent content, Optional<ServedContent> now) {
    return new Item(key, content, now, change(content, now));
  }

  private static Change change(NessieContent content, Optional<ServedContent> now) {
    if (now.isEmpty()) {
      return Change.AGAIN;
    }
    boolean sameType = now.get().type().equals(content.type());
    if (sameType && now.get().id().equals(content.id())) {
      return now.get().isSame(content.json()) ? Change.NONE : Change.BACK;
    }
    // Namespaces of the same name are as good as one another.
    return sameType && content.type().equals(NAMESPACE) ? Change.NONE : Change.REPLACE;
  }

  private static String message(
      TableRestoreOptions options, BackupCatalog backup, ObjectId commit) {
    String what =
        options.keys().size() == 1
            ? options.keys().getFirst().toString()
            : "%s and %d more".formatted(options.keys().getFirst(), options.keys().size() - 1);
    return "Restore %s from backup %s: %s at commit %s"
        .formatted(what, backup.point(), options.from().reference(), commit.hex());
  }

  private static List<String> obstacles(
      TableRestoreOptions options, List<Item> items, ObjectId commit, boolean known) {
    List<String> obstacles = new ArrayList<>();
    if (!options.force()) {
      items.stream()
          .filter(item -> item.change() == Change.REPLACE)
          .forEach(
              item ->
                  obstacles.add(
                      "\"%s\" holds something else that came in its place; --force replaces it"
                          .formatted(item.key())));
    }
    boolean direct =
        items.stream()
            .allMatch(item -> item.change() == Change.NONE || item.change() == Change.BACK);
    if (!direct && !known) {
      obstacles.add(
          "Nessie does not know commit %s of the backup any more, which it needs to give back a"
                  .formatted(commit.hex())
              + " dropped table with its id: bring it back first with `restore-ref %s %s --as NAME`"
                  .formatted(options.from().backup(), options.from().reference()));
    }
    return obstacles;
  }

  /** What keys held in a backup, as of a commit. */
  private record BackedUpContents(RepositoryReader reader, SortedMap<ContentKey, IndexEntry> keys) {

    /**
     * The keys that are meant by some: each of them, and what is in it.
     *
     * @throws BackupException {@link Failure#CONTENT_NOT_FOUND} if there is nothing of that name
     */
    Set<ContentKey> within(List<ContentKey> wanted) {
      Set<ContentKey> found = new TreeSet<>();
      for (ContentKey each : wanted) {
        List<ContentKey> some = keys.keySet().stream().filter(key -> key.isWithin(each)).toList();
        if (some.isEmpty()) {
          throw Failure.CONTENT_NOT_FOUND.exception(
              "there is no table, view or namespace \"%s\" in this state of the backup"
                  .formatted(each),
              "`nessie-backup ls` lists what there is; names are told apart by upper and lower"
                  + " case.");
        }
        found.addAll(some);
      }
      return found;
    }

    /** The namespaces above some keys, as far as they are there. */
    Set<ContentKey> above(Collection<ContentKey> below) {
      Set<ContentKey> above = new TreeSet<>();
      for (ContentKey key : below) {
        for (int length = 1; length < key.elements().size(); length++) {
          above.add(new ContentKey(key.elements().subList(0, length)));
        }
      }
      return above;
    }

    /** What some keys held; those that held nothing are left out. */
    SortedMap<ContentKey, NessieContent> read(Collection<ContentKey> wanted) {
      SortedMap<ContentKey, ObjectId> values = new TreeMap<>();
      for (ContentKey key : wanted) {
        Optional.ofNullable(keys.get(key))
            .flatMap(IndexEntry::value)
            .ifPresent(value -> values.put(key, value));
      }
      Map<ObjectId, NessieContent> read = reader.contents(values.values());
      SortedMap<ContentKey, NessieContent> contents = new TreeMap<>();
      values.forEach((key, value) -> contents.put(key, read.get(value)));
      return contents;
    }
  }
}
