package org.nessiebackup.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.projectnessie.versioned.BranchName;
import org.projectnessie.versioned.VersionStoreException;

/** The everyday life of a catalog: jobs on several branches, each appending to its tables. */
final class CatalogPopulation {

  private final CatalogHistory history;
  private final CatalogShape shape;
  private final List<BranchName> branches = new ArrayList<>();

  CatalogPopulation(CatalogHistory history, CatalogShape shape) {
    this.history = history;
    this.shape = shape;
    for (int i = 0; i < shape.branches(); i++) {
      branches.add(BranchName.of("etl/job-" + i));
    }
  }

  /** The branches, each with its namespace. */
  void begin() throws VersionStoreException {
    // Branches that share no commit could never be merged.
    history.putNamespace(CatalogHistory.MAIN, Map.of("owner", "everybody"), "shared");
    for (int i = 0; i < branches.size(); i++) {
      history.branch(branches.get(i).getName(), CatalogHistory.MAIN);
      history.putNamespace(branches.get(i), Map.of("owner", "team-" + i), namespace(i));
    }
  }

  /** So many table updates, on the branches in turn, with a tag and a merge at each milestone. */
  void update(int commits) throws VersionStoreException {
    for (int i = 0; i < commits; i++) {
      int number = i % branches.size();
      BranchName branch = branches.get(number);
      String table = "table_" + history.random().nextInt(shape.tablesPerBranch());
      history.putTable(branch, i / branches.size(), namespace(number), table);
      if (shape.milestone() > 0 && (i + 1) % shape.milestone() == 0) {
        int milestone = (i + 1) / shape.milestone();
        history.tag("release-" + milestone, branch);
        history.merge(branch, CatalogHistory.MAIN);
      }
    }
  }

  private static String namespace(int number) {
    return "ns" + number;
  }
}
