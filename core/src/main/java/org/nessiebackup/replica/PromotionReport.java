package org.nessiebackup.replica;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState;

/**
 * What a promotion did.
 *
 * @param state the replica, as the vault knows it from now on
 * @param handover what the replica has of the former primary
 * @param findings what is wrong with the graph of the catalog, a sentence each
 * @param touched how many objects count as used now
 * @param left what could not be removed from the former primary, a sentence each
 * @param outage from the moment on when nobody could write until the replica had the catalog
 */
public record PromotionReport(
    ReplicaState state,
    Handover handover,
    List<String> findings,
    int touched,
    List<String> left,
    Duration outage) {
  /** Takes its own copies of the lists. */
  public PromotionReport {
    findings = List.copyOf(findings);
    left = List.copyOf(left);
  }

  /**
   * What a replica has of its former primary.
   *
   * @param fence how that is kept from being written to
   * @param last the position in its log up to which the replica has everything; absent if nobody
   *     knows
   * @param complete whether nothing is missing that was ever acknowledged
   */
  public record Handover(Fence fence, Optional<Lsn> last, boolean complete) {}

  /** How a former primary is kept from being written to. Labels are added, never renamed. */
  public enum Fence implements Labelled {
    /** Its tables refuse every row. */
    RAISED,
    /** It could not be reached; the vault alone knows that it is none any more. */
    UNREACHED,
    /**
     * It lives, and could not be kept from it: what it takes from now on is lost to the catalog.
     */
    REFUSED
  }
}
