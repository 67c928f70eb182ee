package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.versioned.BranchName;
import org.projectnessie.versioned.Commit;
import org.projectnessie.versioned.Hash;
import org.projectnessie.versioned.TagName;
import org.projectnessie.versioned.VersionStoreException;
import org.projectnessie.versioned.paging.PaginationIterator;
import org.projectnessie.versioned.storage.common.config.StoreConfig;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;

/**
 * What happens to a catalog while people and Nessie's tools are at work on it, step by step, in an
 * order that a seed decides. Each step is a transaction of its own, as if it had taken no time.
 */
public final class CatalogLife {
  private static final Instant BEGIN = Instant.parse("2026-08-03T06:00:00Z");
  private static final String BRANCHES = "refs/heads/";
  private static final int FAR_BACK = 12;

  private final String schema;
  private final List<String> repositories;
  private final Random random;
  private int number;

  /** Of a catalog that is there. */
  public CatalogLife(String schema, List<String> repositories, long seed) {
    this.schema = schema;
    this.repositories = List.copyOf(repositories);
    this.random = new Random(seed);
  }

  /** Does the next thing, and says what it was. */
  public String next(Connection connection) throws SQLException {
    number++;
    connection.setAutoCommit(false);
    String repository = repositories.get(random.nextInt(repositories.size()));
    CatalogTables tables = new CatalogTables(connection, schema, repository);
    try {
      RowStore rows = new RowStore(tables);
      rows.loadExisting();
      String done = next(rows, repository);
      rows.finish();
      if (number % 7 == 0) {
        done += ", " + cleanUp(tables, repository);
      }
      connection.commit();
      return done;
    } catch (VersionStoreException e) {
      // A merge of what contradicts each other, for instance; objects are there all the same.
      connection.commit();
      return "nothing: " + e.getMessage();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private String next(RowStore rows, String repository) throws VersionStoreException, SQLException {
    CatalogHistory history = history(rows, repository, random.nextInt(4) == 0);
    BranchName branch = branch(rows);
    String name = "life/" + number;
    return switch (random.nextInt(12)) {
      case 0 -> {
        history.branch(name, branch);
        yield "branch";
      }
      case 1 -> {
        history.store().create(BranchName.of(name), Optional.of(earlier(history, branch)));
        yield "branch from an old commit";
      }
      case 2 -> {
        history.store().create(TagName.of(name), Optional.of(earlier(history, branch)));
        yield "tag of an old commit";
      }
      case 3 -> {
        BranchName feature = history.branch(name, branch);
        commits(history, feature, 2);
        history.merge(feature, branch);
        yield "merge";
      }
      case 4 -> drop(history, branch);
      case 5 -> {
        history.store().assign(branch, history.head(branch), earlier(history, branch));
        yield "reset";
      }
      case 6 -> cut(rows, history, branch);
      case 7 -> {
        commits(history, branch, 25);
        yield "25 commits";
      }
      default -> {
        commits(history, branch, 1 + random.nextInt(3));
        yield "commits";
      }
    };
  }

  /** Small limits make an index spill that otherwise takes many thousands of keys. */
  private CatalogHistory history(RowStore rows, String repository, boolean small) {
    StoreConfig.Adjustable config =
        StoreConfig.Adjustable.empty()
            .withRepositoryId(repository)
            .withClock(new TickingClock(BEGIN.plus(Duration.ofMinutes(number))));
    StoreConfig limited =
        small
            ? config
                .withMaxIncrementalIndexSize(1_024)
                .withMaxSerializedIndexSize(2_048)
                .withMaxReferenceStripesPerCommit(2)
            : config;
    return new CatalogHistory(
        new RowPersist(rows, limited), new Random(random.nextLong()), new CatalogCounts());
  }

  private BranchName branch(RowStore rows) {
    List<String> names =
        rows.referenceNames().stream()
            .filter(name -> name.startsWith(BRANCHES) && !rows.reference(name).deleted())
            .sorted()
            .toList();
    return BranchName.of(names.get(random.nextInt(names.size())).substring(BRANCHES.length()));
  }

  private void commits(CatalogHistory history, BranchName branch, int count)
      throws VersionStoreException {
    for (int i = 0; i < count; i++) {
      Map<ContentKey, Content> tables = new HashMap<>();
      for (int table = random.nextInt(4); table >= 0; table--) {
        String name = "table " + random.nextInt(40);
        tables.put(ContentKey.of(name), history.table(number, name));
      }
      history.put(branch, "step " + number + " " + i, tables);
    }
  }

  private Hash earlier(CatalogHistory history, BranchName branch) throws VersionStoreException {
    List<Hash> hashes = new ArrayList<>(List.of(history.head(branch)));
    try (PaginationIterator<Commit> commits = history.store().getCommits(branch, false)) {
      while (commits.hasNext() && hashes.size() < FAR_BACK) {
        hashes.add(commits.next().getHash());
      }
    }
    return hashes.get(random.nextInt(hashes.size()));
  }

  private static String drop(CatalogHistory history, BranchName branch)
      throws VersionStoreException {
    if (branch.equals(CatalogHistory.MAIN)) {
      return "nothing";
    }
    history.store().delete(branch, history.head(branch));
    return "drop";
  }

  /**
   * What Nessie's cut-history does: the commit keeps its id, and has no parent any more; those
   * after it no longer name ancestors before it.
   */
  private String cut(RowStore rows, CatalogHistory history, BranchName branch)
      throws VersionStoreException, SQLException {
    ObjId id = ObjId.objIdFromString(earlier(history, branch).asString());
    if (!(rows.find(id) instanceof CommitObj first)) {
      return "nothing";
    }
    for (ObjId other : rows.ids()) {
      if (rows.find(other) instanceof CommitObj commit && commit.tail().contains(id)) {
        rows.replace(rewritten(commit, commit.tail().subList(0, commit.tail().indexOf(id) + 1)));
      }
    }
    rows.replace(rewritten(first, List.of(ObjId.EMPTY_OBJ_ID)));
    return "cut";
  }

  private static CommitObj rewritten(CommitObj commit, List<ObjId> tail) {
    return CommitObj.commitBuilder()
        .from(commit)
        .tail(tail)
        .message(commit.message() + " [updated to remove parents on 2026-08-03T06:00:00Z]")
        .build();
  }

  /** What Nessie's cleanup-repository does: nothing stays that no reference leads to. */
  private static String cleanUp(CatalogTables tables, String repository) throws SQLException {
    Set<String> reachable = new TreeSet<>(ReachableObjects.of(tables));
    int removed = 0;
    String sql =
        "DELETE FROM "
            + Identifiers.quoted(tables.schema())
            + ".objs2 WHERE repo = ? AND obj_id = ?";
    try (PreparedStatement statement = tables.connection().prepareStatement(sql)) {
      for (ObjId id : tables.readIds()) {
        if (!reachable.contains(id.toString())) {
          statement.setString(1, repository);
          statement.setBytes(2, id.asByteArray());
          removed += statement.executeUpdate();
        }
      }
    }
    return removed + " objects cleaned up";
  }
}
