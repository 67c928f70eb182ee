package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.selective.TableRestorePlan.Change;
import org.nessiebackup.selective.TableRestorePlan.Item;
import org.nessiebackup.server.BranchChange;
import org.nessiebackup.server.NessieServer;
import org.nessiebackup.server.ServedContent;

/**
 * Makes the commit.
 *
 * <p>Where all keys hold other states of the same contents, this is an ordinary one. Nessie takes
 * no content with an id for a key that holds nothing, though: only where the key holds it already.
 * So a commit is made beside, on a branch for this purpose that begins at the commit of the backup,
 * where it does; from there it is transplanted, which keeps ids. That is done in two steps: onto
 * the head that the plan was made for, to have a commit that says what was there before, and that
 * one onto the branch, where Nessie now refuses if a key holds something else by then. What came in
 * the place of a content is removed by a commit of its own before; both appear at once.
 */
final class TableCommit {
  private final NessieServer server;
  private final WorkContext context;
  private final TableRestorePlan plan;

  TableCommit(NessieServer server, WorkContext context, TableRestorePlan plan) {
    this.server = server;
    this.context = context;
    this.plan = plan;
  }

  /** A namespace as Nessie wants it to be there, where none has ever been. */
  static NessieContent newNamespace(ContentKey key) {
    String elements =
        key.elements().stream()
            .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(","));
    return new NessieContent(
        "NAMESPACE",
        "",
        "{\"type\":\"NAMESPACE\",\"elements\":[" + elements + "]}",
        Optional.empty());
  }

  /** Makes it, and returns the new head of the branch. */
  ObjectId run() {
    List<Item> changes = plan.changes();
    BranchChange change = BranchChange.putting(plan.message(), contents(changes));
    try {
      if (changes.stream().allMatch(item -> item.change() == Change.BACK)) {
        return server.commit(plan.onto(), change);
      }
      return onto(beside(change));
    } catch (BackupException e) {
      // The response may have been lost, not the deed.
      return done(changes, e).orElseThrow(() -> e);
    }
  }

  private static SortedMap<ContentKey, String> contents(Collection<Item> items) {
    SortedMap<ContentKey, String> contents = new TreeMap<>();
    items.forEach(item -> contents.put(item.key(), item.content().json()));
    return contents;
  }

  /** Commits where every key holds the content that it is to hold. */
  private Work beside(BranchChange change) {
    String name =
        "nessie-backup-restore-" + Long.toString(Micros.of(context.clock().instant()), 36);
    NessieReference branch = server.create(NessieReference.Kind.BRANCH, name, plan.from().commit());
    Work work = new Work(branch);
    try {
      work.commit = server.commit(branch, change);
      return work;
    } catch (BackupException e) {
      work.endAfter(e);
      throw e;
    }
  }

  private ObjectId onto(Work work) {
    ObjectId head;
    try {
      // The planned head: what others commit onto it stays, and conflicts are found.
      head = server.transplant(plan.onto(), work.prepared(), false);
    } catch (BackupException e) {
      work.endAfter(e);
      throw e;
    }
    work.end();
    return head;
  }

  /** The branch for this purpose, and what is done with it. */
  private final class Work {
    private final NessieReference branch;
    private ObjectId commit;

    Work(NessieReference branch) {
      this.branch = branch;
    }

    /** Commits on the planned head that do what is wanted, and know what was there before. */
    List<ObjectId> prepared() {
      NessieReference moved = server.assign(at(commit), plan.onto().head());
      Set<ContentKey> inTheWay =
          plan.changes().stream()
              .filter(item -> item.change() == Change.REPLACE)
              .map(Item::key)
              .collect(Collectors.toSet());
      List<ObjectId> commits = new ArrayList<>();
      if (!inTheWay.isEmpty()) {
        String message = "Remove what came in their place. " + plan.message();
        ObjectId removal = server.commit(moved, new BranchChange(message, Map.of(), inTheWay));
        commits.add(removal);
        moved = at(removal);
      }
      commits.add(server.transplant(moved, List.of(commit), true));
      return commits;
    }

    private NessieReference at(ObjectId head) {
      return new NessieReference(branch.kind(), branch.name(), head.hex());
    }

    void end() {
      server.reference(branch.name()).ifPresent(server::delete);
    }

    void endAfter(BackupException failure) {
      try {
        end();
      } catch (BackupException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private Optional<ObjectId> done(List<Item> changes, BackupException failure) {
    if (failure.failure() != Failure.NESSIE) {
      return Optional.empty();
    }
    try {
      NessieReference now = server.reference(plan.onto().name()).orElseThrow(() -> failure);
      ObjectId head = now.head();
      Map<ContentKey, ServedContent> held =
          server.contents(head, changes.stream().map(Item::key).toList());
      boolean all =
          changes.stream()
              .allMatch(
                  item ->
                      Optional.ofNullable(held.get(item.key()))
                          .filter(present -> present.isSame(item.content().json()))
                          .isPresent());
      return all ? Optional.of(head) : Optional.empty();
    } catch (BackupException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
      return Optional.empty();
    }
  }
}
