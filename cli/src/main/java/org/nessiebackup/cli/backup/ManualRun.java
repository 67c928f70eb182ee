package org.nessiebackup.cli.backup;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nessiebackup.cli.console.Invocation;

/**
 * Whether a person asked for a run: at a terminal, or by a Job of Kubernetes that its CronJob has
 * not started, as {@code kubectl create job --from} makes them. The environment of the pod says
 * both names; the controller gives its Jobs the CronJob's name and the scheduled minute, and {@code
 * check --run-backup} the name and the time.
 */
final class ManualRun {
  /** The name of the Job that runs this. */
  static final String JOB = "NESSIE_BACKUP_JOB";

  /** The name of the CronJob that it is of. */
  static final String CRON_JOB = "NESSIE_BACKUP_CRON_JOB";

  private ManualRun() {}

  /** Whether a person asked for the run. */
  static boolean is(Invocation invocation) {
    Optional<String> job = invocation.variable(JOB);
    Optional<String> cronJob = invocation.variable(CRON_JOB);
    if (job.isPresent() && cronJob.isPresent()) {
      return !job.get().matches(Pattern.quote(cronJob.get()) + "-(check-)?\\d{8}\\S*");
    }
    return Stream.of(Invocation.Stream.values()).anyMatch(invocation::isTerminal);
  }
}
