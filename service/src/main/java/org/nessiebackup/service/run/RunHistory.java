package org.nessiebackup.service.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs that are over, as many as fit. The newest of each schedule, and the newest of each that went
 * well, stay however many others there are: schedules go on from them. Those that people ask for
 * can be of any number of kinds, and so none of them does. Not for several threads.
 */
final class RunHistory {
  private record Key(String catalog, RunId id) {}

  private record Work(String catalog, String task, boolean done) {}

  private static final Comparator<Run> NEWEST_FIRST =
      Comparator.comparing((Run run) -> run.times().started().orElse(run.times().requested()))
          .thenComparing(Run::id)
          .reversed();

  private final int most;
  private final Map<Key, Run> runs = new LinkedHashMap<>();

  RunHistory(int most) {
    this.most = most;
  }

  void add(Run run) {
    runs.put(new Key(run.catalog(), run.id()), run);
    if (runs.size() > most + most / 10) {
      trim();
    }
  }

  Optional<Run> find(String catalog, RunId id) {
    return Optional.ofNullable(runs.get(new Key(catalog, id)));
  }

  Stream<Run> newestFirst() {
    return runs.values().stream().sorted(NEWEST_FIRST);
  }

  /** What was added last is newest here, whatever a clock has said meanwhile. */
  private void trim() {
    Set<Work> seen = new HashSet<>();
    List<Run> kept = new ArrayList<>();
    for (Run run : List.copyOf(runs.values()).reversed()) {
      boolean needed = false;
      for (Origin origin : run.request().origins()) {
        if (origin instanceof Origin.Schedule schedule) {
          needed |= seen.add(new Work(run.catalog(), schedule.task(), false));
          needed |=
              run.state() == RunState.DONE
                  && seen.add(new Work(run.catalog(), schedule.task(), true));
        }
      }
      if (needed || kept.size() < most) {
        kept.add(run);
      }
    }
    runs.clear();
    kept.reversed().forEach(run -> runs.put(new Key(run.catalog(), run.id()), run));
  }
}
