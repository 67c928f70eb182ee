package org.nessiebackup.sandbox;

import java.util.List;
import org.projectnessie.versioned.VersionStoreException;

/**
 * What a sample catalog contains. Two catalogs of the same shape have the same references, keys,
 * messages and numbers of rows; the ids differ, because Nessie draws those of contents at random.
 *
 * @param commits commits in all, over all Nessie repositories; milestones and extras come on top
 * @param branches branches that are written in turn, in each Nessie repository; {@code main} comes
 *     on top
 * @param tablesPerBranch how many Iceberg tables the commits of a branch are spread over
 * @param milestone after how many commits a branch is tagged and merged into {@code main}; 0 never
 * @param seed of everything random
 * @param repositories ids of the Nessie repositories; the first one gets most of the commits
 * @param extras what the first Nessie repository gets besides
 */
public record CatalogShape(
    int commits,
    int branches,
    int tablesPerBranch,
    int milestone,
    long seed,
    List<String> repositories,
    Extras extras) {

  /** What few catalogs contain, and some tests want to meet. */
  interface Extras {
    void add(CatalogHistory history, RowStore rows) throws VersionStoreException;
  }

  public CatalogShape {
    repositories = List.copyOf(repositories);
    if (commits < 0 || branches < 1 || tablesPerBranch < 1 || milestone < 0) {
      throw new IllegalArgumentException(
          "%d commits, %d branches, %d tables, a milestone every %d commits make no catalog"
              .formatted(commits, branches, tablesPerBranch, milestone));
    }
    if (repositories.isEmpty() || repositories.stream().distinct().count() < repositories.size()) {
      throw new IllegalArgumentException(
          "A catalog has at least one Nessie repository, and none twice: " + repositories);
    }
  }

  /** With nothing but everyday life. */
  public CatalogShape(
      int commits,
      int branches,
      int tablesPerBranch,
      int milestone,
      long seed,
      List<String> repositories) {
    this(commits, branches, tablesPerBranch, milestone, seed, repositories, (history, rows) -> {});
  }

  /** About 60 commits in two Nessie repositories. */
  public static CatalogShape small() {
    return new CatalogShape(60, 3, 8, 20, 1, List.of("", "other"));
  }

  /** About 3,000 commits on 900 tables, with tags and merges: to be looked at. */
  public static CatalogShape demo() {
    return new CatalogShape(3_000, 6, 150, 250, 2, List.of(""));
  }

  /** Nothing but table updates on 8 branches of 400 tables: for comparable measurements. */
  public static CatalogShape benchmark(int commits) {
    return new CatalogShape(commits, 8, 400, 0, 3, List.of(""));
  }

  public CatalogShape withCommits(int count) {
    return new CatalogShape(
        count, branches, tablesPerBranch, milestone, seed, repositories, extras);
  }

  public CatalogShape withSeed(long another) {
    return new CatalogShape(
        commits, branches, tablesPerBranch, milestone, another, repositories, extras);
  }

  public CatalogShape withoutMilestones() {
    return new CatalogShape(commits, branches, tablesPerBranch, 0, seed, repositories, extras);
  }

  /** How many of the commits this Nessie repository gets: an eighth, and the first one the rest. */
  int commitsOf(int repository) {
    int share = commits / 8;
    return repository == 0 ? commits - share * (repositories.size() - 1) : share;
  }
}
