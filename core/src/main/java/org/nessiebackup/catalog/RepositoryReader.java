package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.Stripe;

/**
 * Reads the decoded objects of one Nessie repository. Looks into several sources one after the
 * other, if there are several: an object is the same wherever it is found.
 *
 * <p>Of a backup, each call costs a pass or more; those that take many ids exist for that reason.
 *
 * @param sources the one in which most will be found first
 * @param repository the Nessie repository
 */
public record RepositoryReader(List<CatalogSource> sources, String repository) {
  /** Copies the list. */
  public RepositoryReader {
    sources = List.copyOf(sources);
  }

  /** Reads from one source. */
  public RepositoryReader(CatalogSource source, String repository) {
    this(List.of(source), repository);
  }

  /** Some objects, decoded; those that do not exist are left out. */
  public Map<ObjectId, NessieObject> objects(Collection<ObjectId> ids) {
    return objects(ids, Function.identity());
  }

  private <T> Map<ObjectId, T> objects(Collection<ObjectId> ids, Function<NessieObject, T> form) {
    Map<ObjectId, T> found = new ConcurrentHashMap<>();
    Set<ObjectId> missing = new HashSet<>(ids);
    missing.remove(ObjectId.EMPTY);
    for (CatalogSource source : sources) {
      if (!missing.isEmpty()) {
        source.find(
            repository,
            Set.copyOf(missing),
            row -> found.put(row.id(), form.apply(ObjectDecoder.decode(row))));
        missing.removeAll(found.keySet());
      }
    }
    return found;
  }

  /**
   * Some commits, of which those that do not exist are left out.
   *
   * @throws BackupException {@link Failure#DAMAGED} if one of the objects is no commit that can be
   *     read
   */
  public Map<ObjectId, Commit> commits(Collection<ObjectId> ids) {
    return commits(ids, Function.identity());
  }

  /**
   * The same, of which only something is kept: each may have some ten kilobytes.
   *
   * @param form what to keep of a commit; called from several threads
   */
  <T> Map<ObjectId, T> commits(Collection<ObjectId> ids, Function<Commit, T> form) {
    return objects(ids, object -> form.apply(as(Commit.class, object, "commit")));
  }

  /**
   * A commit.
   *
   * @throws BackupException {@link Failure#DAMAGED} if there is no such commit, or it cannot be
   *     read
   */
  public Commit commit(ObjectId id) {
    return Optional.ofNullable(commits(List.of(id)).get(id)).orElseThrow(() -> missing(id));
  }

  /** Whether every source finds an object without reading all of them. */
  boolean findsQuickly() {
    return sources.stream().allMatch(CatalogSource::findsQuickly);
  }

  /**
   * A commit and its ancestors by first parents, the newest first.
   *
   * @param limit how many at most
   * @param sinceMicros ends before the first commit that was made earlier
   * @param form what to keep of a commit, which may have some ten kilobytes; called from several
   *     threads
   * @throws BackupException {@link Failure#DAMAGED} if one is missing or cannot be read
   */
  public <T> List<T> log(ObjectId head, int limit, long sinceMicros, Function<Commit, T> form) {
    return new LogWalk<>(this, limit, sinceMicros, form).from(head);
  }

  /**
   * Which commit follows which; a pass through each source until all that are wanted are known.
   *
   * @param wanted commits that have to be in it, if they exist
   */
  public CommitGraph graph(Set<ObjectId> wanted) {
    Set<CommitGraph.Detail> details = Set.of(CommitGraph.Detail.SEQUENCE, CommitGraph.Detail.TIME);
    CommitGraph graph = new CommitGraph(new IdTable(), details);
    CommitReader commits = new CommitReader(graph, details);
    for (CatalogSource source : sources) {
      boolean all = wanted.stream().allMatch(graph::contains);
      if (!all || wanted.isEmpty()) {
        commits.read(source, repository);
      }
    }
    return graph;
  }

  /** All keys as of some commits; commits that do not exist are left out. */
  public Map<ObjectId, Tree> trees(Collection<ObjectId> commits) {
    return trees(commits, Optional.empty());
  }

  /** All keys as of a commit. */
  public Tree tree(ObjectId commit) {
    return tree(commit, Optional.empty());
  }

  private Tree tree(ObjectId commit, Optional<ContentKey> within) {
    return Optional.ofNullable(trees(List.of(commit), within).get(commit))
        .orElseThrow(() -> missing(commit));
  }

  /**
   * All keys as of a commit, as far as they are a key or below it; none if there is no commit.
   *
   * @param within absent for all
   * @throws BackupException {@link Failure#DAMAGED} if the commit or its index is missing or cannot
   *     be read
   */
  public NavigableMap<ContentKey, IndexEntry> keys(ObjectId commit, Optional<ContentKey> within) {
    if (commit.equals(ObjectId.EMPTY)) {
      return new TreeMap<>();
    }
    Tree tree = tree(commit, within);
    return within.map(tree::keys).orElseGet(tree::keys);
  }

  /**
   * The keys as of some commits, as far as they are a key or below it; others may be there, too.
   *
   * @param within absent for all
   * @throws BackupException {@link Failure#DAMAGED} if an index is missing or cannot be read
   */
  public Map<ObjectId, Tree> trees(Collection<ObjectId> ids, Optional<ContentKey> within) {
    Map<ObjectId, Commit> commits = commits(ids);
    commits.values().forEach(this::requireIndex);
    Map<ObjectId, NessieObject> tops =
        required(commits.values().stream().flatMap(each -> each.referenceIndex().stream()));
    Map<ObjectId, List<ObjectId>> parts = new HashMap<>();
    commits.forEach((id, commit) -> parts.put(id, parts(commit, tops, within)));
    Map<ObjectId, NessieObject> indexes = new HashMap<>(tops);
    indexes.putAll(
        required(
            parts.values().stream().flatMap(List::stream).filter(id -> !tops.containsKey(id))));
    Map<ObjectId, Tree> trees = new HashMap<>();
    commits.forEach(
        (id, commit) ->
            trees.put(
                id,
                new Tree(
                    commit,
                    parts.get(id).stream()
                        .map(
                            part ->
                                as(NessieObject.Index.class, indexes.get(part), "index").index())
                        .toList())));
    return trees;
  }

  private static List<ObjectId> parts(
      Commit commit, Map<ObjectId, NessieObject> tops, Optional<ContentKey> within) {
    List<ObjectId> parts = new ArrayList<>(stripes(commit.stripes(), within));
    if (commit.referenceIndex().isPresent()) {
      ObjectId top = commit.referenceIndex().get();
      if (tops.get(top) instanceof NessieObject.IndexSegments segments) {
        parts.addAll(stripes(segments.stripes(), within));
      } else {
        parts.add(top);
      }
    }
    return parts;
  }

  private static List<ObjectId> stripes(List<Stripe> stripes, Optional<ContentKey> within) {
    return stripes.stream()
        .filter(stripe -> within.map(key -> stripe.mayContain(key)).orElse(true))
        .map(Stripe::segment)
        .toList();
  }

  /** Contents by the ids of their values, each of which has to be there. */
  public Map<ObjectId, NessieContent> contents(Collection<ObjectId> values) {
    Map<ObjectId, NessieContent> contents = new TreeMap<>();
    required(values.stream())
        .forEach(
            (id, object) ->
                contents.put(id, Contents.decode(as(NessieObject.Value.class, object, "content"))));
    return contents;
  }

  private Map<ObjectId, NessieObject> required(Stream<ObjectId> ids) {
    Set<ObjectId> wanted = new LinkedHashSet<>(ids.toList());
    Map<ObjectId, NessieObject> found = objects(wanted);
    for (ObjectId id : wanted) {
      if (!found.containsKey(id)) {
        throw missing(id);
      }
    }
    return found;
  }

  /** The object, which has to be what was expected. */
  private <T> T as(Class<T> type, NessieObject object, String expected) {
    if (type.isInstance(object)) {
      return type.cast(object);
    }
    throw errors().unreadable(object, expected);
  }

  private void requireIndex(Commit commit) {
    if (commit.incompleteIndex()) {
      throw errors()
          .damaged(
              "commit \"%s\" does not know all keys, as an import of Nessie that was not finished leaves it"
                  .formatted(commit.id()));
    }
  }

  BackupException missing(ObjectId id) {
    return errors().missing(id);
  }

  private ObjectErrors errors() {
    return new ObjectErrors(sources.getFirst().describe(), ObjectErrors.VERIFY);
  }
}
