package org.nessiebackup.undo;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.SwapPlan;

/** What an undo or a release will do. */
public sealed interface UndoPlan {
  /** The schema of the catalog; absent if nothing is kept. */
  Optional<String> schema();

  /** What is in the way now; a plan with obstacles is refused. */
  List<String> obstacles();

  /**
   * Makes kept tables the catalog again, and keeps what is the catalog now.
   *
   * @param kept the newest kept tables
   * @param swap how they become the catalog
   */
  record SwapBack(KeptTables kept, SwapPlan swap) implements UndoPlan {
    @Override
    public Optional<String> schema() {
      return Optional.of(swap.catalog().schema());
    }

    @Override
    public List<String> obstacles() {
      return swap.obstacles();
    }

    /** The same under a name that somebody has chosen before. */
    public SwapBack named(RestoreId name) {
      return new SwapBack(kept, swap.named(name));
    }

    /** The same for somebody who stops Nessie before. */
    public SwapBack unobstructed() {
      return new SwapBack(kept, swap.unobstructed());
    }
  }

  /**
   * Drops kept tables for good.
   *
   * @param schema the schema of the catalog; absent if nothing is kept
   * @param kept those that go
   * @param held in a release by age, those that are old enough and stay, since others have built on
   *     them
   * @param dependents what others have built on tables that would be dropped
   * @param obstacles what is in the way
   */
  record Release(
      Optional<String> schema,
      List<KeptTables> kept,
      List<KeptTables> held,
      List<Dependent> dependents,
      List<String> obstacles)
      implements UndoPlan {
    /** Takes its own copies of the lists. */
    public Release {
      kept = List.copyOf(kept);
      held = List.copyOf(held);
      dependents = List.copyOf(dependents);
      obstacles = List.copyOf(obstacles);
    }
  }
}
