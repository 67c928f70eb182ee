package org.nessiebackup.undo;

import java.util.List;
import org.nessiebackup.postgres.KeptTables;

/**
 * What an undo or a release will do.
 *
 * @param action swap back, or drop
 * @param kept the kept tables it is about: for a swap the newest, for a release all of the catalog
 * @param keptSchema where the tables of now will be kept after a swap; empty for a release
 * @param allowConnected whether to swap although somebody is connected
 * @param obstacles what stands in the way now; a plan with obstacles is refused
 */
public record UndoPlan(
    Action action,
    List<KeptTables> kept,
    String keptSchema,
    boolean allowConnected,
    List<String> obstacles) {
  /** Takes its own copies of the lists. */
  public UndoPlan {
    kept = List.copyOf(kept);
    obstacles = List.copyOf(obstacles);
  }

  /** What can be done with kept tables. */
  public enum Action {
    /** Make them the catalog again, and keep what is the catalog now. */
    SWAP_BACK,
    /** Drop them. */
    RELEASE
  }
}
