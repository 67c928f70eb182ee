package org.nessiebackup.undo;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.properties.ViewMove;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;

/**
 * What an undo or a release will do.
 *
 * @param action swap back, or drop
 * @param schema the schema of the catalog; absent if nothing is kept
 * @param kept the kept tables it is about: for a swap the newest, for a release those that go
 * @param held for a release by age, those that are old enough and stay, since others have built on
 *     them
 * @param undo the name of the undo
 * @param allowConnected whether to swap although somebody is connected
 * @param viewPolicy what becomes of views of others that read the tables of now
 * @param views these views
 * @param warnings what else goes on with the tables of now
 * @param dependents what others have built on tables that would be dropped
 * @param obstacles what stands in the way now; a plan with obstacles is refused
 */
public record UndoPlan(
    Action action,
    Optional<String> schema,
    List<KeptTables> kept,
    List<KeptTables> held,
    RestoreId undo,
    boolean allowConnected,
    ViewPolicy viewPolicy,
    List<ViewMove> views,
    List<String> warnings,
    List<Dependent> dependents,
    List<String> obstacles) {
  /** Takes its own copies of the lists. */
  public UndoPlan {
    kept = List.copyOf(kept);
    held = List.copyOf(held);
    views = List.copyOf(views);
    warnings = List.copyOf(warnings);
    dependents = List.copyOf(dependents);
    obstacles = List.copyOf(obstacles);
    if (action == Action.SWAP_BACK && kept.size() != 1) {
      throw new IllegalArgumentException("an undo brings the tables of one schema back");
    }
  }

  /** Where the tables of now will be kept after a swap. */
  public String keptSchema() {
    return undo.keptSchema();
  }

  /** The same under a name that somebody has chosen before. */
  public UndoPlan named(RestoreId name) {
    return new UndoPlan(
        action,
        schema,
        kept,
        held,
        name,
        allowConnected,
        viewPolicy,
        views,
        warnings,
        dependents,
        obstacles);
  }

  /** What can be done with kept tables. */
  public enum Action {
    /** Make them the catalog again, and keep what is the catalog now. */
    SWAP_BACK,
    /** Drop them. */
    RELEASE
  }
}
