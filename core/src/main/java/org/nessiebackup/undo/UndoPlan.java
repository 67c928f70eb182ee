package org.nessiebackup.undo;

import java.util.List;
import org.nessiebackup.postgres.KeptTables;
import org.nessiebackup.postgres.RestoreId;

/**
 * What an undo or a release will do.
 *
 * @param action swap back, or drop
 * @param kept the kept tables it is about: for a swap the newest, for a release all of the catalog
 * @param undo the name of the undo
 * @param allowConnected whether to swap although somebody is connected
 * @param obstacles what stands in the way now; a plan with obstacles is refused
 */
public record UndoPlan(
    Action action,
    List<KeptTables> kept,
    RestoreId undo,
    boolean allowConnected,
    List<String> obstacles) {
  /** Takes its own copies of the lists. */
  public UndoPlan {
    kept = List.copyOf(kept);
    obstacles = List.copyOf(obstacles);
  }

  /** Where the tables of now will be kept after a swap. */
  public String keptSchema() {
    return undo.keptSchema();
  }

  /** What can be done with kept tables. */
  public enum Action {
    /** Make them the catalog again, and keep what is the catalog now. */
    SWAP_BACK,
    /** Drop them. */
    RELEASE
  }
}
