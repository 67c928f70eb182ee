package org.nessiebackup.check;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.nessie.CollectorTables;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CollectorRuns;
import org.nessiebackup.tables.CollectorRuns.Run;

/** What the books of Nessie GC say, if they are in the database of the catalog. */
record CollectorChecks(Session session) {
  /** Nothing, if there are no such books. */
  List<Item> run() {
    List<Item> items = new ArrayList<>();
    try {
      for (String schema :
          CollectorRuns.schemas(session, CollectorTables.RUNS, CollectorTables.DEFERRED)) {
        List<Run> runs =
            CollectorRuns.list(session, schema, CollectorTables.RUNS, CollectorTables.DEFERRED);
        items.add(runs(schema, runs));
        items.add(deferred(schema, runs));
      }
    } catch (BackupException e) {
      items.add(
          Item.warn(
              "gc-runs",
              "not looked at: " + e.getMessage(),
              e.hint().orElse("See whether Nessie GC's tables may be read.")));
    }
    return items;
  }

  private static Item runs(String schema, List<Run> runs) {
    String books = "Nessie GC keeps its books in schema \"%s\": ".formatted(schema);
    Optional<Run> working =
        runs.stream().filter(run -> CollectorTables.isAtWork(run.status())).findFirst();
    if (working.isPresent()) {
      return Item.warn(
          "gc-runs",
          books + "run %s is at work (%s)".formatted(working.get().id(), working.get().status()),
          "Wait for its end, or stop it, before a restore, and keep it stopped until the restored"
              + " catalog is accepted. One that was killed stays like this: `nessie-gc delete`"
              + " forgets it.");
    }
    Optional<Run> last =
        runs.stream().filter(run -> run.deleting().isPresent()).reduce((a, b) -> b);
    return Item.ok(
        "gc-runs",
        books
            + last.map(
                    run ->
                        "it last deleted files at about %s"
                            .formatted(run.deleting().get().truncatedTo(ChronoUnit.SECONDS)))
                .orElse("it has deleted no files that it remembers"));
  }

  private static Item deferred(String schema, List<Run> runs) {
    List<Run> waiting = runs.stream().filter(run -> run.deferred() > 0).toList();
    if (waiting.isEmpty()) {
      return Item.ok("gc-deferred", "no deferred deletions");
    }
    Run first = waiting.getFirst();
    return Item.warn(
        "gc-deferred",
        "%,d files wait to be deleted, in schema \"%s\"; the oldest list, %s, is of %s"
            .formatted(
                waiting.stream().mapToLong(Run::deferred).sum(),
                schema,
                first.id(),
                first.began().truncatedTo(ChronoUnit.SECONDS)),
        "A catalog restored to an earlier moment may need these files: after a restore, `nessie-gc"
            + " delete --live-set-id "
            + first.id()
            + "` instead of `deferred-deletes`.");
  }
}
