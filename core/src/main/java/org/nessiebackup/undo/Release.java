package org.nessiebackup.undo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.properties.Dependents;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.SwapPrivileges;

/** Drops kept tables that nobody needs, and nothing that others have built on them. */
record Release(Session session, WorkContext context) {
  /** All kept tables or none; by age, those that nothing is in the way of. */
  UndoPlan.Release plan(UndoOptions options) {
    Instant now = context.clock().instant();
    List<KeptTables> all =
        options.olderThan().isPresent()
            ? KeptSets.find(session, options.schema())
            : KeptSets.require(session, options.schema());
    List<KeptTables> going = new ArrayList<>();
    List<KeptTables> held = new ArrayList<>();
    List<Dependent> dependents = new ArrayList<>();
    List<String> obstacles = new ArrayList<>();
    for (KeptTables kept : all) {
      if (options.olderThan().map(age -> isYounger(kept, now, age)).orElse(false)) {
        continue;
      }
      Dependents found = KeptCatalog.dependents(session, kept, KeptSets.tables(kept));
      dependents.addAll(found.named());
      if (found.isEmpty() || options.olderThan().isEmpty()) {
        going.add(kept);
      } else {
        held.add(kept);
      }
      if (!found.isEmpty() && options.olderThan().isEmpty()) {
        obstacles.add(
            "others have built on schema \"%s\": %s".formatted(kept.schema(), found.summary()));
      }
    }
    refuseMissing(going);
    return new UndoPlan.Release(
        all.stream().map(KeptTables::catalogSchema).findFirst().or(options::schema),
        going,
        held,
        dependents,
        obstacles);
  }

  private static boolean isYounger(KeptTables kept, Instant now, Duration age) {
    return kept.replacedAt().plus(age).isAfter(now);
  }

  private void refuseMissing(List<KeptTables> going) {
    SwapPrivileges.require(
        session,
        "drop the kept tables",
        going.stream()
            .flatMap(
                kept -> SwapPrivileges.toRelease(session, kept, KeptSets.tables(kept)).stream())
            .distinct()
            .toList());
  }

  UndoReport execute(UndoPlan.Release plan) {
    if (!plan.obstacles().isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "the kept tables cannot be dropped: " + String.join("; ", plan.obstacles()),
          "Nothing was dropped. `undo --release --dry-run` shows what these are and how they are"
              + " made; drop them or create them again on the current catalog, then release"
              + " again.");
    }
    long begun = System.nanoTime();
    List<String> released = new ArrayList<>();
    context.progress().step("dropping kept tables", 0);
    for (KeptTables kept : plan.kept()) {
      context.cancellation().check();
      KeptCatalog.release(session, kept, KeptSets.tables(kept));
      released.add(kept.schema());
    }
    return new UndoReport(
        UndoReport.Action.RELEASE,
        plan.schema(),
        Optional.empty(),
        released,
        plan.held().stream().map(KeptTables::schema).toList(),
        List.of(),
        Duration.ofNanos(System.nanoTime() - begun));
  }
}
