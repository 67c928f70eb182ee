package org.nessiebackup.browse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectId;

/**
 * A commit as people see it.
 *
 * @param id its hash
 * @param parents the commit before, and those that were merged
 * @param seq its ordinal number since the first one
 * @param created when it was made
 * @param metadata what was written down about it
 * @param put the keys it put
 * @param removed the keys it removed
 */
public record CommitReport(
    ObjectId id,
    List<ObjectId> parents,
    long seq,
    Instant created,
    Metadata metadata,
    List<ContentKey> put,
    List<ContentKey> removed) {
  /**
   * What was written down about a commit.
   *
   * @param authors who wrote it
   * @param committer who made it, if that is known
   * @param message what its author said
   * @param properties what else was written down
   */
  public record Metadata(
      List<String> authors,
      Optional<String> committer,
      String message,
      Map<String, List<String>> properties) {}

  private static final String AUTHOR = "author";
  private static final String COMMITTER = "committer";

  static CommitReport of(Commit commit) {
    List<ObjectId> parents = new ArrayList<>();
    parents.add(commit.parent());
    parents.addAll(commit.secondaryParents());
    Map<String, List<String>> properties = new LinkedHashMap<>(commit.headers());
    List<String> authors = properties.remove(AUTHOR);
    List<String> committers = properties.remove(COMMITTER);
    List<ContentKey> put = new ArrayList<>();
    List<ContentKey> removed = new ArrayList<>();
    for (IndexEntry entry : commit.index().operations()) {
      if (entry.isContent()) {
        (entry.action().present() ? put : removed).add(entry.key());
      }
    }
    return new CommitReport(
        commit.id(),
        List.copyOf(parents),
        commit.seq(),
        Micros.instant(commit.createdMicros()),
        new Metadata(
            authors == null ? List.of() : authors,
            committers == null ? Optional.empty() : committers.stream().findFirst(),
            commit.message(),
            properties),
        List.copyOf(put),
        List.copyOf(removed));
  }
}
