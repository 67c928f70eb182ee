package org.nessiebackup.selective;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.PointId;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.tables.CatalogLocation;

/**
 * How a branch or tag is going to be brought back.
 *
 * @param from where it comes from
 * @param to where it goes
 * @param result the reference as it is going to be
 * @param now what there is of that name
 * @param changes what it is going to hold that it does not hold now
 * @param warnings what else to know
 * @param obstacles why it cannot be done
 */
public record ReferenceRestorePlan(
    From from,
    To to,
    NessieReference result,
    Optional<NessieReference> now,
    Changes changes,
    List<String> warnings,
    List<String> obstacles) {

  /** Copies the lists. */
  public ReferenceRestorePlan {
    warnings = List.copyOf(warnings);
    obstacles = List.copyOf(obstacles);
  }

  /** Whether the reference is where it should be already. */
  public boolean nothingToDo() {
    return now.filter(result::equals).isPresent() && changes.missing().isEmpty();
  }

  /**
   * Where it comes from.
   *
   * @param point the backup or the tip
   * @param takenAt the moment whose state that is
   * @param repository the Nessie repository of the backup
   * @param jobs how many threads read it
   */
  public record From(PointId point, Instant takenAt, String repository, int jobs) {}

  /**
   * Where it goes.
   *
   * @param server where Nessie is
   * @param catalog where its tables are
   * @param repository the Nessie repository it serves
   */
  public record To(String server, CatalogLocation catalog, String repository) {}

  /**
   * What changes.
   *
   * @param commits how many commits it is going to have
   * @param newest when the last of them was made; absent if there is none
   * @param history commits that come and go
   * @param keys tables, views and namespaces that come, go and change
   * @param missing objects that have to be added
   */
  public record Changes(
      long commits, Optional<Instant> newest, History history, Keys keys, Set<ObjectId> missing) {
    /** Copies the set. */
    public Changes {
      missing = Set.copyOf(missing);
    }
  }

  /**
   * Commits along the line of first parents.
   *
   * @param gained how many it is going to have that it has not now
   * @param lost how many it has now and is not going to have
   * @param examples the newest of the lost ones
   */
  public record History(long gained, long lost, List<LostCommit> examples) {}

  /**
   * A commit that the reference is not going to have any more.
   *
   * @param id its id
   * @param created when it was made
   * @param message what its author wrote
   */
  public record LostCommit(String id, Instant created, String message) {}

  /**
   * Tables, views and namespaces.
   *
   * @param gained those that it has not now
   * @param lost those that it is not going to have any more
   * @param changed those that are going to be as they were
   */
  public record Keys(List<ContentKey> gained, List<ContentKey> lost, List<ContentKey> changed) {}
}
