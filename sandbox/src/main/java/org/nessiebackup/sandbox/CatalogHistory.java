package org.nessiebackup.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.projectnessie.model.CommitMeta;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.IcebergTable;
import org.projectnessie.model.Namespace;
import org.projectnessie.model.Operation;
import org.projectnessie.versioned.BranchName;
import org.projectnessie.versioned.ContentResult;
import org.projectnessie.versioned.GetNamedRefsParams;
import org.projectnessie.versioned.Hash;
import org.projectnessie.versioned.NamedRef;
import org.projectnessie.versioned.ReferenceNotFoundException;
import org.projectnessie.versioned.TagName;
import org.projectnessie.versioned.VersionStore;
import org.projectnessie.versioned.VersionStoreException;
import org.projectnessie.versioned.storage.common.logic.Logics;
import org.projectnessie.versioned.storage.versionstore.VersionStoreImpl;

/**
 * The life of one Nessie repository: commits, branches, tags and merges, made through Nessie's own
 * version store. Counts what it makes.
 */
final class CatalogHistory {

  static final BranchName MAIN = BranchName.of("main");
  private static final String AUTHOR = "etl@example.com";

  private final RowPersist persist;
  private final VersionStore store;
  private final Random random;
  private final CatalogCounts counts;
  private final Map<NamedRef, Hash> heads = new HashMap<>();
  private final Map<NamedRef, Map<ContentKey, String>> contentIds = new HashMap<>();

  /** The branches of which {@code contentIds} knows every key, so that Nessie needn't be asked. */
  private final Set<NamedRef> wholeContentIds = new HashSet<>();

  CatalogHistory(RowPersist persist, Random random, CatalogCounts counts) {
    this.persist = persist;
    this.store = new VersionStoreImpl(persist);
    this.random = random;
    this.counts = counts;
  }

  RowPersist persist() {
    return persist;
  }

  VersionStore store() {
    return store;
  }

  Random random() {
    return random;
  }

  CatalogCounts counts() {
    return counts;
  }

  /** Makes the Nessie repository, with an empty {@code main}. */
  void begin() {
    Logics.repositoryLogic(persist).initialize(MAIN.getName());
    wholeContentIds.add(MAIN);
    counts.branches++;
  }

  /** Where the branch or tag points to. */
  Hash head(NamedRef reference) throws VersionStoreException {
    Hash known = heads.get(reference);
    return known != null
        ? known
        : store.getNamedRef(reference.getName(), GetNamedRefsParams.DEFAULT).getHash();
  }

  /** Creates a branch where another one is. */
  BranchName branch(String name, BranchName from) throws VersionStoreException {
    BranchName branch = BranchName.of(name);
    Hash head = head(from);
    store.create(branch, Optional.of(head));
    heads.put(branch, head);
    if (wholeContentIds.contains(from)) {
      contentIds.put(branch, new HashMap<>(contentIds.getOrDefault(from, Map.of())));
      wholeContentIds.add(branch);
    }
    counts.branches++;
    return branch;
  }

  void tag(String name, BranchName from) throws VersionStoreException {
    store.create(TagName.of(name), Optional.of(head(from)));
    counts.tags++;
  }

  /** Puts contents without caring whether their keys exist; returns the new head. */
  Hash put(BranchName branch, String message, Map<ContentKey, Content> contents)
      throws VersionStoreException {
    return put(branch, message, AUTHOR, contents);
  }

  /** The same by somebody else. */
  Hash put(BranchName branch, String message, String author, Map<ContentKey, Content> contents)
      throws VersionStoreException {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<ContentKey, Content> entry : contents.entrySet()) {
      String id = contentId(branch, entry.getKey());
      Content content = id == null ? entry.getValue() : entry.getValue().withId(id);
      operations.add(Operation.Put.of(entry.getKey(), content));
      if (id == null && content instanceof IcebergTable) {
        counts.tables++;
      }
    }
    return commit(branch, message, author, operations);
  }

  Hash putNamespace(BranchName branch, Map<String, String> properties, String... elements)
      throws VersionStoreException {
    return put(
        branch,
        "create namespace " + String.join(".", elements),
        Map.of(ContentKey.of(elements), Namespace.of(properties, elements)));
  }

  /** One more snapshot of an Iceberg table, as a job of Spark writes it. */
  Hash putTable(BranchName branch, int batch, String... key) throws VersionStoreException {
    return put(
        branch,
        "append to %s batch %d".formatted(key[key.length - 1], batch),
        Map.of(ContentKey.of(key), table(batch, key)));
  }

  IcebergTable table(int batch, String... key) {
    String location =
        "s3://warehouse/prod/%s/metadata/%05d-%s.metadata.json"
            .formatted(String.join("/", key), batch, uuid());
    return IcebergTable.of(location, random.nextLong() >>> 2, 0, 0, 0);
  }

  Hash commit(BranchName branch, String message, List<Operation> operations)
      throws VersionStoreException {
    return commit(branch, message, AUTHOR, operations);
  }

  /** The same by somebody else. */
  Hash commit(BranchName branch, String message, String author, List<Operation> operations)
      throws VersionStoreException {
    Instant now = persist.config().clock().instant();
    CommitMeta meta =
        CommitMeta.builder()
            .message(message)
            .author(author)
            .committer("")
            .authorTime(now)
            .commitTime(now)
            .putProperties("app", "spark")
            .build();
    Map<ContentKey, String> known = contentIds.computeIfAbsent(branch, name -> new HashMap<>());
    Hash head =
        store
            .commit(branch, Optional.of(head(branch)), meta, operations, check -> {}, known::put)
            .getCommitHash();
    moved(branch, head);
    counts.commits++;
    return head;
  }

  /** Deletes a branch where it is now. */
  void delete(BranchName branch) throws VersionStoreException {
    store.delete(branch, head(branch));
    heads.remove(branch);
    forgetContents(branch);
  }

  Hash merge(BranchName from, BranchName to) throws VersionStoreException {
    VersionStore.MergeOp merge =
        VersionStore.MergeOp.builder()
            .fromRef(from)
            .fromHash(head(from))
            .toBranch(to)
            .expectedHash(head(to))
            .build();
    Hash head = store.merge(merge).getResultantTargetHash();
    moved(to, head);
    forgetContents(to);
    counts.commits++;
    return head;
  }

  void forgetContents(BranchName branch) {
    contentIds.remove(branch);
    wholeContentIds.remove(branch);
  }

  void moved(BranchName branch, Hash head) {
    heads.put(branch, head);
  }

  /** The id of the content at the key, or null if there is none. */
  private String contentId(BranchName branch, ContentKey key) throws ReferenceNotFoundException {
    String known = contentIds.getOrDefault(branch, Map.of()).get(key);
    if (known != null || wholeContentIds.contains(branch)) {
      return known;
    }
    ContentResult present = store.getValue(branch, key, false);
    return present == null ? null : present.content().getId();
  }

  private UUID uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low);
  }
}
