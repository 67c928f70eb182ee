package org.nessiebackup.kubernetes.workload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a workload was before the work began, and how far the work has got. It lies on the workload
 * itself, so that whoever comes after a crash finds it.
 *
 * @param work names the work: what the database half calls a restore
 * @param action what is done
 * @param source what is brought in: the id of a backup, or the schema of kept tables; for a reset
 *     the code by which it was confirmed; for a promotion the replica
 * @param schema the catalog's schema
 * @param step the last step that was reached, a word of the operation
 * @param replicas how many pods were wanted before
 * @param paused CronJobs that were paused, and how they were before
 * @param startedAt when the work began
 * @param startedBy who began it
 */
public record Checkpoint(
    String work,
    ExchangeAction action,
    Optional<String> source,
    String schema,
    String step,
    int replicas,
    List<PausedCronJob> paused,
    Instant startedAt,
    String startedBy) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /** Refuses what cannot be; copies the list. */
  public Checkpoint {
    if (work.isEmpty() || schema.isEmpty() || replicas < 0 || !WORD.matcher(step).matches()) {
      throw new IllegalArgumentException("no state of a work: " + work + " " + step);
    }
    paused = List.copyOf(paused);
  }

  /** The same work, a step further. */
  public Checkpoint at(String next) {
    return new Checkpoint(
        work, action, source, schema, next, replicas, paused, startedAt, startedBy);
  }
}
