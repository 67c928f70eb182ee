package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.operator.values.Values;

/**
 * The objects of a catalog, equal to those that the chart makes of the same settings but for the
 * labels that say who has made them. Who owns them is for the caller to say: of the claim nobody,
 * since deleting a catalog must not take its backups along.
 */
public final class CatalogObjects {
  private final Installation installation;
  private final Values values;
  private final Commands commands;
  private final JobTemplates jobs;
  private final SharedObjects shared;

  /** Those of a catalog with its settings. */
  public CatalogObjects(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
    this.commands = new Commands(values);
    this.jobs = new JobTemplates(installation, values);
    this.shared = new SharedObjects(installation, values);
  }

  /** All that is to be there but for the claim. What is not in it, and has its labels, is to go. */
  public List<HasMetadata> all() {
    List<HasMetadata> all = new ArrayList<>();
    all.add(settings());
    all.addAll(service());
    all.addAll(cronJobs());
    return all;
  }

  /** The settings of all jobs. */
  public ConfigMap settings() {
    return shared.settings();
  }

  /** The claim of the vault, if it is to be made. */
  public Optional<PersistentVolumeClaim> claim() {
    return shared.claim();
  }

  /** What is done by schedule, and what has one only so that a person may start it. */
  public List<CronJob> cronJobs() {
    boolean service = values.service().enabled();
    List<CronJob> all = new ArrayList<>();
    add(all, Component.BACKUP, values.backup().enabled());
    add(all, Component.INCREMENTAL, values.incremental().enabled() && !service);
    add(all, Component.PRUNE, values.prune().enabled() && !service);
    // The service verifies by checksums.
    add(all, Component.VERIFY, values.verify().enabled() && (values.verify().full() || !service));
    add(all, Component.VERIFY_FILES, values.verifyFiles().enabled());
    add(all, Component.STATUS, values.status().enabled());
    add(all, Component.CHECK, values.check().enabled());
    add(all, Component.DRILL, values.drill().enabled());
    add(all, Component.INIT, true);
    add(all, Component.RELEASE, values.release().enabled());
    return all;
  }

  /** The resident service: its settings, its Deployment and its Service; empty if not wanted. */
  public List<HasMetadata> service() {
    ServiceObjects service = new ServiceObjects(installation, values);
    return values.service().enabled()
        ? List.of(service.settings(), service.deployment(), service.service())
        : List.of();
  }

  /**
   * A Job that is made on demand, with the pod of a component. When it is over it stays as long as
   * those of schedules do.
   *
   * @param component any but the service, also one that is not enabled
   * @param name of the Job
   * @param command the command and its arguments, in place of what {@link #command} says; further
   *     arguments of the component's section are put behind it
   */
  public Job job(Component component, String name, List<String> command) {
    return jobs.job(component, name, command);
  }

  /**
   * What the CronJob of a component runs, without further arguments of its section. A restore takes
   * the newest backup.
   */
  public List<String> command(Component component) {
    return switch (component) {
      case BACKUP -> commands.backup(values.backup());
      case INCREMENTAL -> commands.backup(values.incremental());
      case PRUNE -> commands.prune();
      case VERIFY -> commands.verify();
      case VERIFY_FILES -> commands.verifyFiles();
      case STATUS -> commands.status();
      case CHECK -> commands.check(installation);
      case DRILL -> commands.drill();
      case INIT -> commands.init();
      case RESTORE -> restoreCommand("latest");
      case UNDO -> commands.undo();
      case RELEASE -> commands.release();
      case SERVICE -> ServiceCommand.arguments(installation, values.service());
    };
  }

  /** What restores a backup, by its id, or {@code latest}. */
  public List<String> restoreCommand(String backup) {
    return commands.restore(backup);
  }

  /**
   * What exchanges the catalog, and stops and starts Nessie for it where the settings say so.
   *
   * @param words the command and what it is about
   * @param last {@code --yes}, or {@code --dry-run}
   */
  public List<String> exchanging(List<String> words, String last) {
    return commands.exchanging(words, last);
  }

  /** What changes the catalog while Nessie serves, by its API. */
  public List<String> serving(List<String> words, String last) {
    return commands.serving(words, last);
  }

  private void add(List<CronJob> all, Component component, boolean wanted) {
    if (wanted) {
      all.add(jobs.cronJob(component, command(component)));
    }
  }
}
