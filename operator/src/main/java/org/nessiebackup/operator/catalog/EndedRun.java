package org.nessiebackup.operator.catalog;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.resource.RunStatus;

/**
 * A Job of a schedule that has ended, and was not looked at yet.
 *
 * @param component what it is for
 * @param at when it has ended
 */
record EndedRun(String component, Job job, String at) {
  private static final String COMPONENT = "app.kubernetes.io/component";

  /** The newest of each component that are newer than what is known, the oldest first. */
  static List<EndedRun> unseen(Collection<Job> jobs, List<RunStatus> known) {
    Map<String, EndedRun> newest = new TreeMap<>();
    for (Job job : jobs) {
      String component =
          job.getMetadata().getLabels() == null
              ? null
              : job.getMetadata().getLabels().get(COMPONENT);
      if (component != null) {
        StepJobs.end(job)
            .map(end -> new EndedRun(component, job, end.getLastTransitionTime()))
            .filter(run -> isNews(run, known))
            .ifPresent(
                run ->
                    newest.merge(component, run, (a, b) -> a.at().compareTo(b.at()) >= 0 ? a : b));
      }
    }
    List<EndedRun> ordered = new ArrayList<>(newest.values());
    ordered.sort(Comparator.comparing(EndedRun::at));
    return ordered;
  }

  private static boolean isNews(EndedRun run, List<RunStatus> known) {
    return known.stream()
        .filter(status -> status.component().equals(run.component()))
        .allMatch(
            status ->
                run.at().compareTo(status.endedAt()) > 0
                    || (run.at().equals(status.endedAt())
                        && run.job().getMetadata().getName().compareTo(status.job()) > 0));
  }
}
