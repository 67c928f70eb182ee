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
record TableCommit(NessieServer server, WorkContext context, TableRestorePlan plan) {

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
      boolean ordinary = changes.stream().allMatch(item -> item.change() == Change.BACK);
      return ordinary ? server.commit(plan.onto(), change) : beside(change);
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

  /**
   * Commits where every key holds the content that it is to hold, and from there onto the branch.
   */
  private ObjectId beside(BranchChange change) {
    String name =
        "nessie-backup-restore-" + Long.toString(Micros.of(context.clock().instant()), 36);
    NessieReference work = server.create(NessieReference.Kind.BRANCH, name, plan.from().commit());
    ObjectId head;
    try {
      // The planned head: what others commit onto it stays, and conflicts are found.
      head = server.transplant(plan.onto(), prepared(work, server.commit(work, change)), false);
    } catch (BackupException e) {
      try {
        end(work);
      } catch (BackupException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
    end(work);
    return head;
  }

  /** Commits on the planned head that do what is wanted, and know what was there before. */
  private List<ObjectId> prepared(NessieReference work, ObjectId commit) {
    NessieReference moved = server.assign(work.at(commit), plan.onto().head());
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
      moved = work.at(removal);
    }
    commits.add(server.transplant(moved, List.of(commit), true));
    return commits;
  }

  private void end(NessieReference work) {
    server.reference(work.name()).ifPresent(server::delete);
  }

  private Optional<ObjectId> done(List<Item> changes, BackupException failure) {
    if (failure.failure() != Failure.NESSIE) {
      return Optional.empty();
    }
    try {
      ObjectId head = server.reference(plan.onto().name()).orElseThrow(() -> failure).head();
      Map<ContentKey, ServedContent> held =
          server.contents(head, changes.stream().map(Item::key).toList());
      boolean all =
          changes.stream()
              .allMatch(
                  item ->
                      held.containsKey(item.key())
                          && held.get(item.key()).isSame(item.content().json()));
      return all ? Optional.of(head) : Optional.empty();
    } catch (BackupException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
      return Optional.empty();
    }
  }
}
