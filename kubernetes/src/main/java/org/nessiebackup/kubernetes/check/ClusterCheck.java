package org.nessiebackup.kubernetes.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.postgres.Database;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the CronJob that makes backups, at all that its jobs use, at Nessie, and at database and
 * vault; a thing that fails does not hide the others. Changes nothing, unless it is to run a
 * backup.
 */
public final class ClusterCheck {
  private final Supplier<Cluster> connection;
  private final Places places;
  private final WorkContext context;
  private final Items items = new Items();

  /**
   * Touches nothing yet; to be run once.
   *
   * @param connection connects to the cluster, or throws why that cannot be done
   */
  public ClusterCheck(Supplier<Cluster> connection, Places places, WorkContext context) {
    this.connection = connection;
    this.places = places;
    this.context = context;
  }

  /** Checks. Nothing is thrown but a request to stop. */
  public CheckReport run(ClusterCheckOptions options) {
    try (Cluster cluster = connection.get()) {
      look(cluster, options);
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      items.failure("cluster", e);
    }
    return new CheckReport(items.all());
  }

  private void look(Cluster cluster, ClusterCheckOptions options) {
    Instant now = context.clock().instant();
    context.progress().step("looking at the CronJob", 0);
    Optional<JsonNode> cronJob = new CronJobChecks(cluster, now, items).run(options.cronJob());
    cronJob.ifPresent(
        job ->
            new ReferenceChecks(new ClusterObjects(cluster), PodTemplate.ofCronJob(job), items)
                .run());
    Optional<JobEnvironment> environment = cronJob.flatMap(job -> environment(cluster, job));
    Optional<Database> ofJob = environment.flatMap(this::database);
    context.progress().step("looking at Nessie", 0);
    new NessieChecks(cluster, items).run(options.workload(), ofJob.map(Database::describe), now);
    new PlaceChecks(cluster, places, items, context).run(options.catalog(), environment, ofJob);
    if (options.runBackup().isPresent()) {
      run(cluster, cronJob, options);
    }
  }

  private Optional<JobEnvironment> environment(Cluster cluster, JsonNode cronJob) {
    PodTemplate template = PodTemplate.ofCronJob(cronJob);
    return items.look(
        "job-settings",
        List.of(ObjectKind.CONFIG_MAP.permission("get"), ObjectKind.SECRET.permission("get")),
        () ->
            Optional.of(
                Environments.withSecrets(new ClusterObjects(cluster))
                    .of(template, template.container("nessie-backup"))));
  }

  private Optional<Database> database(JobEnvironment environment) {
    try {
      return Optional.of(places.database(environment));
    } catch (BackupException e) {
      items.failure("job-settings", e);
      return Optional.empty();
    }
  }

  private void run(Cluster cluster, Optional<JsonNode> cronJob, ClusterCheckOptions options) {
    if (cronJob.isPresent()) {
      new BackupRun(cluster, items)
          .run(cronJob.get(), context.clock().instant(), options.runBackup().orElseThrow());
    } else {
      items.fail("backup-run", "no CronJob to run", "See the item cronjob.");
    }
  }
}
