package org.nessiebackup.kubernetes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.Failure;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleBackups;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.WorkloadKind;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;

/**
 * A cluster in which all is well until a test breaks something: the CronJob as our chart makes it,
 * Nessie's stand-in on a real catalog, a vault with a backup.
 */
final class CheckScene implements AutoCloseable {
  /** Six hours after the last run was due. */
  static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  static final Instant LAST_SUCCESS = Instant.parse("2026-11-26T02:00:40Z");

  /** Nobody's password: the test server lets all in. */
  static final String PASSWORD = "hunter2-of-nobody";

  final TestCluster cluster = TestCluster.start();
  final HandClock clock = new HandClock(NOW);
  final TestContext work = new TestContext().by(clock);
  final Deque<Runnable> inPauses = new ArrayDeque<>();
  final TestDatabase database;
  final TestKubelet kubelet;
  private final Path folder;
  private final Path vault;
  boolean vaultGiven = true;

  /**
   * A new cluster, around what {@link #database} and {@link #backup} have made for all tests of a
   * class.
   */
  CheckScene(Path folder, TestDatabase database) {
    this.folder = folder;
    this.vault = vault(folder);
    this.database = database;
    this.kubelet = cluster.kubelet(StandInNessie.program(database::connect, "nessie"));
    allow(ObjectKind.STORAGE_CLASS);
    SampleBackups.manifests(LAST_SUCCESS, PASSWORD).forEach(this::make);
    client().resource(SampleBackups.settings(settings(url()))).create();
    client().resource(SampleBackups.nessieSettings("JDBC2", url())).create();
    client().resource(SampleBackups.nessie()).create();
    settle();
  }

  private static Path vault(Path folder) {
    return folder.resolve("vault");
  }

  /** Backs up into the vault of all scenes in a folder. */
  static void backup(Path folder, TestDatabase database) {
    new Operations(new FolderStore(vault(folder)), database.database(), new TestContext()).backup();
  }

  private void allow(ObjectKind kind) {
    Permission look = kind.permission("get");
    cluster.rules().allowEverywhere(TestCluster.OPERATOR, List.of(rule(look)));
  }

  static PolicyRule rule(Permission permission) {
    return new PolicyRuleBuilder()
        .withApiGroups(permission.group())
        .withResources(permission.resource())
        .withVerbs(permission.verb())
        .build();
  }

  /** All that a check asks for, and the run of a backup. */
  private static List<Permission> toCheck() {
    List<Permission> permissions = new ArrayList<>(ApiAccess.POD_PROXY.permissions());
    Map.ofEntries(
            Map.entry("apps deployments", "get list"),
            Map.entry("apps statefulsets", "get list"),
            Map.entry(" pods", "list"),
            Map.entry(" pods/log", "get"),
            Map.entry("autoscaling horizontalpodautoscalers", "list"),
            Map.entry("policy poddisruptionbudgets", "list"),
            Map.entry("batch cronjobs", "get list"),
            Map.entry("batch jobs", "get list create delete"),
            Map.entry(" configmaps", "get"),
            Map.entry(" persistentvolumeclaims", "get"),
            Map.entry(" secrets", "get"),
            Map.entry(" serviceaccounts", "get"),
            Map.entry("coordination.k8s.io leases", "get"))
        .forEach(
            (target, verbs) -> {
              String[] parts = target.split(" ", 2);
              for (String verb : verbs.split(" ", -1)) {
                permissions.add(new Permission(parts[0], parts[1], verb));
              }
            });
    return permissions;
  }

  /** Lets whoever checks do all that a check needs, but one thing. */
  void allowAllBut(String resource, String verb) {
    List<Permission> permissions = toCheck();
    assertThat(permissions.removeIf(p -> p.resource().equals(resource) && p.verb().equals(verb)))
        .isTrue();
    cluster
        .rules()
        .forget(TestCluster.OPERATOR)
        .allow(
            TestCluster.OPERATOR,
            TestCluster.NAMESPACE,
            permissions.stream().map(CheckScene::rule).toList());
  }

  KubernetesClient client() {
    return cluster.client();
  }

  void make(String yaml) {
    client().resource(yaml).create();
  }

  String url() {
    return database.server().jdbcUrl(database.name());
  }

  Map<String, String> settings(String url) {
    return Map.of("NESSIE_BACKUP_JDBC_URL", url, "NESSIE_BACKUP_VAULT", "/backup/nessie");
  }

  void settle() {
    kubelet.reconcile();
    kubelet.reconcile();
  }

  void editCronJob(Consumer<CronJob> change) {
    edit(CronJob.class, "nessie-backup", change);
  }

  void editNessie(Consumer<Deployment> change) {
    edit(Deployment.class, "nessie", change);
  }

  <T extends HasMetadata> void edit(Class<T> kind, String name, Consumer<T> change) {
    client()
        .resources(kind)
        .inNamespace(TestCluster.NAMESPACE)
        .withName(name)
        .edit(
            object -> {
              change.accept(object);
              return object;
            });
  }

  /** Saves what a restore saves on Nessie, when it has stopped it. */
  void leaveUnfinishedRestore() {
    Checkpoint state =
        new Checkpoint(
            "w1",
            ExchangeAction.RESTORE,
            Optional.of("20261126T020000Z-7f3a"),
            "nessie",
            "stopped",
            1,
            List.of(),
            NOW,
            "laptop-42");
    try (Cluster connection = connect()) {
      new CheckpointStore(connection)
          .write(
              new WorkloadName(WorkloadKind.DEPLOYMENT, TestCluster.NAMESPACE, "nessie"),
              Optional.empty(),
              state);
    }
  }

  private Cluster connect() {
    return Cluster.connect(
        ClusterScene.options(cluster.kubeconfig(folder)), work.context(), this::pause);
  }

  void delete(String kind, String name) {
    String version =
        switch (kind) {
          case "CronJob" -> "batch/v1";
          case "Deployment" -> "apps/v1";
          case "StorageClass" -> "storage.k8s.io/v1";
          default -> "v1";
        };
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(version);
    object.setKind(kind);
    object.setMetadata(new ObjectMetaBuilder().withName(name).build());
    if (!kind.equals("StorageClass")) {
      object.getMetadata().setNamespace(TestCluster.NAMESPACE);
    }
    client().resource(object).delete();
  }

  void replace(HasMetadata object) {
    client().resource(object).update();
  }

  /** A job of the CronJob, with the pod that it had. */
  void job(String name, String status, String podStatus, String log) {
    make(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
          namespace: data-platform
          ownerReferences:
            - {apiVersion: batch/v1, kind: CronJob, name: nessie-backup, uid: "1", controller: true}
        status: %s
        """
            .formatted(name, status));
    pod(name, podStatus, log);
  }

  void pod(String job, String status, String log) {
    cluster.runs(job + "-abcde", new ScriptedPod(PodProcess.State.ENDED).logs(log));
    make(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s-abcde
          namespace: data-platform
          labels: {job-name: %s}
        spec:
          containers: [{name: nessie-backup, image: x}]
        status: %s
        """
            .formatted(job, job, status));
  }

  List<Job> jobs() {
    return client().batch().v1().jobs().inNamespace(TestCluster.NAMESPACE).list().getItems();
  }

  /** What the Job controller writes. */
  void status(String job, String yaml) {
    Job status =
        Serialization.unmarshal(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nstatus: " + yaml, Job.class);
    client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(TestCluster.NAMESPACE)
        .withName(job)
        .edit(
            j -> {
              j.setStatus(status.getStatus());
              return j;
            });
  }

  /** The test server writes the time of this machine into what is created; so this is after it. */
  void letCenturyPass() {
    clock.advance(Duration.ofDays(36_525));
  }

  void pause(Duration duration) {
    clock.advance(duration);
    Optional.ofNullable(inPauses.poll()).ifPresent(Runnable::run);
  }

  CheckReport check() {
    return check(Optional.empty());
  }

  CheckReport check(Optional<Duration> runBackup) {
    return new ClusterCheck(this::connect, new TestPlaces(), work.context())
        .run(
            new ClusterCheckOptions(
                "nessie-backup",
                WorkloadQuery.ANY,
                new CheckOptions(
                    Optional.empty(), Optional.empty(), Duration.ofHours(26), List.of()),
                runBackup));
  }

  /** Reads the settings as the program does, as far as this scene goes. */
  private final class TestPlaces implements Places {
    @Override
    public Optional<Database> givenDatabase() {
      return Optional.empty();
    }

    @Override
    public Database database(JobEnvironment job) {
      return new Database(
          new ConnectionSettings(
              job.variable("NESSIE_BACKUP_JDBC_URL")
                  .orElseThrow(() -> Failure.USAGE.exception("no database is named", "Name it.")),
              job.variable("NESSIE_BACKUP_USER"),
              job.variable("NESSIE_BACKUP_PASSWORD_FILE").flatMap(job::firstLine),
              "nessie-backup test"));
    }

    @Override
    public boolean vaultGiven() {
      return vaultGiven;
    }

    @Override
    public Vault vault(Optional<JobEnvironment> job) {
      return Vault.open(new FolderStore(vault));
    }

    @Override
    public Optional<Path> vaultFolder(Optional<JobEnvironment> job) {
      return vaultGiven
          ? Optional.of(vault)
          : job.flatMap(settings -> settings.variable("NESSIE_BACKUP_VAULT")).map(Path::of);
    }
  }

  @Override
  public void close() {
    kubelet.close();
    cluster.close();
  }
}
