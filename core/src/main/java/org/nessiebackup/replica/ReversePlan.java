package org.nessiebackup.replica;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.replication.ReplicationObstacle;

/**
 * What becomes of a former primary that is to follow the replica which was promoted in its place.
 * Its tables are replaced, so what it alone has is shown before. Making a plan changes nothing.
 *
 * @param promotion since when another one has the catalog
 * @param fenced whether the former primary is kept from being written to
 * @param connected who is connected to it and could write, a short sentence for each
 * @param alone branches and tags of which it alone has something
 * @param obstacles what the servers lack for it to follow; nothing is done as long as there are any
 */
public record ReversePlan(
    ReplicaState promotion,
    boolean fenced,
    List<String> connected,
    List<Alone> alone,
    List<ReplicationObstacle> obstacles) {
  /** Takes its own copies of the lists. */
  public ReversePlan {
    obstacles = List.copyOf(obstacles);
    connected = List.copyOf(connected);
    alone = List.copyOf(alone);
  }

  /**
   * A branch or tag of the former primary with something that the other one has not.
   *
   * @param repository the Nessie repository
   * @param reference the branch or tag, and where it leads there
   * @param there whether the other one has a reference of that name
   * @param commits those that it alone has, the newest first, as many as are shown
   * @param more whether there are more
   */
  public record Alone(
      String repository,
      NessieReference reference,
      boolean there,
      List<LoneCommit> commits,
      boolean more) {
    /** Takes its own copy of the list. */
    public Alone {
      commits = List.copyOf(commits);
    }
  }

  /**
   * A commit that one server has.
   *
   * @param hash its hash
   * @param at when it was made
   * @param authors who has made it
   * @param message what he has said of it
   */
  public record LoneCommit(String hash, Instant at, List<String> authors, String message) {
    /** Takes its own copy of the list. */
    public LoneCommit {
      authors = List.copyOf(authors);
    }
  }

  /** What has to be repeated to give up what the former primary alone has. */
  public String code() {
    return Digests.code(
        alone.stream()
            .map(each -> each.repository() + " " + each.reference())
            .sorted()
            .collect(
                Collectors.joining(
                    "\n", promotion.head().name() + " " + promotion.epoch() + "\n", "")));
  }

  /**
   * Refuses as long as a server lacks something, somebody is connected, or something would be given
   * up that nobody has accepted.
   *
   * @param accepted the code that somebody has repeated
   * @throws BackupException {@link Failure#TARGET_GUARDED}; or that of the first obstacle
   */
  public void check(Optional<String> accepted) {
    if (!obstacles.isEmpty()) {
      throw ReplicationObstacle.together("a replica", obstacles);
    }
    if (!connected.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "the former primary is in use: " + String.join("; ", connected),
          "Stop its Nessie: what it commits is in no backup.");
    }
    boolean agreed = accepted.map(String::strip).filter(code()::equalsIgnoreCase).isPresent();
    if (!alone.isEmpty() && !agreed) {
      throw Failure.TARGET_GUARDED.exception(
          "the former primary alone has something of %s"
              .formatted(
                  alone.stream()
                      .map(each -> each.reference().kind().label() + " " + each.reference().name())
                      .collect(Collectors.joining(", "))),
          "To bring it over: `backup` of the former primary into another vault, then `restore-ref"
              + " --as` from there. To give it up: --accept-divergence "
              + code());
    }
  }
}
