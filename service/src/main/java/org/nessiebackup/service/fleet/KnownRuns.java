package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.vault.record.RunRecords;

/**
 * Which records of runs were read. Of many only the newest are, and the newest few of each task,
 * from which schedules go on. For one thread.
 */
final class KnownRuns {
  private static final int MOST = 1_000;
  private static final int MOST_OF_TASK = 5;

  private final String catalog;
  private final Set<String> known = new HashSet<>();

  KnownRuns(String catalog) {
    this.catalog = catalog;
  }

  /**
   * Those that were not known yet, and those of which it was not known that they are over.
   *
   * @param atWork as {@link ArchivedRun#read} wants it
   */
  List<Run> read(RunRecords records, Optional<String> atWork, Instant now) {
    List<String> names = records.names();
    known.retainAll(Set.copyOf(names));
    List<String> wanted =
        newest(names, now).stream().filter(name -> !known.contains(name)).toList();
    List<Run> runs =
        records.read(wanted).stream()
            .flatMap(entry -> ArchivedRun.read(catalog, entry, atWork).stream())
            .toList();
    known.addAll(names);
    Set<String> going = new HashSet<>();
    runs.stream()
        .filter(run -> run.state() == RunState.RUNNING)
        .forEach(run -> going.add("/" + run.id() + "/"));
    // What has not ended is looked at again: whose it is may no more be at work.
    known.removeIf(name -> going.stream().anyMatch(name::contains));
    return runs;
  }

  /** Of each run the last word, the oldest first. */
  private static List<String> newest(List<String> names, Instant now) {
    Map<String, String> byRun = new HashMap<>();
    for (String name : names) {
      String id = name.substring(name.indexOf('/') + 1, name.lastIndexOf('/'));
      byRun.merge(id, name, (one, other) -> one.endsWith("/ended.json") ? one : other);
    }
    Map<String, Integer> ofTask = new HashMap<>();
    List<String> chosen = new ArrayList<>();
    for (String id : RunRecords.newestFirst(byRun.keySet(), now)) {
      Optional<String> task =
          Optional.of(id)
              .filter(RunId::isValid)
              .map(RunId::new)
              .flatMap(RunId::schedule)
              .map(Origin.Schedule::task);
      boolean few = task.isPresent() && ofTask.merge(task.get(), 1, Integer::sum) <= MOST_OF_TASK;
      if (few || chosen.size() < MOST) {
        chosen.add(byRun.get(id));
      }
    }
    return chosen.reversed();
  }
}
