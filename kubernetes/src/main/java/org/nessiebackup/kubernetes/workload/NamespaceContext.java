package org.nessiebackup.kubernetes.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What else in the namespace has to do with a workload that is to be stopped.
 *
 * @param autoscalers those that scale it
 * @param disruptionBudgets those that cover its pods
 * @param owner the GitOps tool that owns it
 * @param cronJobs CronJobs that must pause, as they are now
 * @param runningJobs jobs of these that run right now
 */
public record NamespaceContext(
    List<Autoscaler> autoscalers,
    List<String> disruptionBudgets,
    Optional<GitOpsOwner> owner,
    List<PausedCronJob> cronJobs,
    List<String> runningJobs) {
  /** Copies the lists. */
  public NamespaceContext {
    autoscalers = List.copyOf(autoscalers);
    disruptionBudgets = List.copyOf(disruptionBudgets);
    cronJobs = List.copyOf(cronJobs);
    runningJobs = List.copyOf(runningJobs);
  }

  /** What the user should know before the workload is stopped. */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    owner.map(GitOpsOwner::notice).ifPresent(notices::add);
    autoscalers.stream().map(Autoscaler::notice).forEach(notices::add);
    disruptionBudgets.forEach(
        budget ->
            notices.add(
                "the PodDisruptionBudget \"%s\" limits evictions, not scaling; it does not hinder this"
                    .formatted(budget)));
    runningJobs.forEach(
        job ->
            notices.add(
                "the job \"%s\" runs right now and may write to the catalog; wait for it, or delete it"
                    .formatted(job)));
    return notices;
  }
}
