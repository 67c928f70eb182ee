package org.nessiebackup.files;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.nessiebackup.files.ShardOptions.Shard;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;

/**
 * What the heads of references hold. References share most of it, so each key with its value is
 * kept once, and of a reference a bit for each.
 */
final class CatalogTables {
  private final Map<Entry, Integer> numbers = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Stored, Content> contents = new ConcurrentHashMap<>();
  private final List<Reference> references = new ArrayList<>();

  /** A key, and the object with its content. */
  record Entry(String key, Stored value) {}

  /** An object of a Nessie repository. */
  record Stored(String repository, ObjectId id) {}

  /** What is known of a content. */
  sealed interface Content {
    /**
     * With a metadata file.
     *
     * @param contentHash of the content's id, by {@link Shard#hash}
     */
    record Located(String type, String location, long contentHash) implements Content {}

    /** Without one, as a namespace is. */
    record Other() implements Content {}

    /** Nobody can say. */
    record Unreadable(String why) implements Content {}
  }

  /**
   * A reference.
   *
   * @param entries by their numbers
   * @param trouble why there may be more than these
   */
  record Reference(String repository, NessieReference name, BitSet entries, Set<String> trouble) {}

  /** A new reference, which holds nothing yet. */
  Reference add(String repository, NessieReference name) {
    Reference reference = new Reference(repository, name, new BitSet(), new TreeSet<>());
    references.add(reference);
    return reference;
  }

  /** The number of an entry, new or known. */
  int number(Entry entry) {
    return numbers.computeIfAbsent(
        entry,
        added -> {
          entries.add(added);
          return entries.size() - 1;
        });
  }

  Entry entry(int number) {
    return entries.get(number);
  }

  /** Remembers that a content is wanted, until it is known. */
  void want(Stored value) {
    contents.putIfAbsent(value, new Content.Unreadable("the catalog does not hold its content"));
  }

  /** The contents that are wanted, by Nessie repository. */
  Map<String, Set<ObjectId>> wanted() {
    return contents.keySet().stream()
        .collect(
            Collectors.groupingBy(
                Stored::repository,
                TreeMap::new,
                Collectors.mapping(Stored::id, Collectors.toSet())));
  }

  /** Can be called by several threads. */
  void found(Stored value, Content content) {
    contents.put(value, content);
  }

  Content content(Entry entry) {
    return contents.get(entry.value());
  }

  List<Reference> references() {
    return references;
  }

  /** The metadata files of each shard, each once, with the type of content that they are of. */
  List<SortedMap<String, String>> files(int shards) {
    List<SortedMap<String, String>> files = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      files.add(new TreeMap<>());
    }
    owners()
        .forEach(
            (location, owner) ->
                files
                    .get(Shard.of(owner.contentHash(), shards).index() - 1)
                    .put(location, owner.type()));
    return files;
  }

  /** The content that a file is counted for, if several have it: always the same one. */
  private Map<String, Content.Located> owners() {
    Map<String, Content.Located> owners = new HashMap<>();
    for (Content content : contents.values()) {
      if (content instanceof Content.Located located) {
        owners.merge(
            located.location(),
            located,
            BinaryOperator.minBy(
                Comparator.comparing(Content.Located::contentHash, Long::compareUnsigned)
                    .thenComparing(Content.Located::type)));
      }
    }
    return owners;
  }
}
