package org.nessiebackup.kubernetes.promotion;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.exchange.WorkloadHandover;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.KillSwitch;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;
import org.nessiebackup.kubernetes.testbed.WorkScene;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.PromotionOptions;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.replica.PromotionReport;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;

/**
 * A Nessie that serves a catalog, a replica of it that follows, and a Nessie of no pods beside that
 * one, all in one namespace. Time passes only while our code waits.
 */
final class HandoverScene implements KillSwitch.Scene, AutoCloseable {
  static final String FORMER = "nessie";
  static final String NEXT = "nessie-standby";

  private static final PromotionOptions OPTIONS =
      new PromotionOptions(Optional.empty(), Duration.ofMinutes(1), 2);

  private final Path folder;
  private final TestCluster cluster = TestCluster.start();
  private final TwoServers servers = TwoServers.create(18, 18);
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys = EncryptedVault.create(new MemoryStore(), reader);
  private final HandClock clock = new HandClock(WorkScene.BEGIN);
  private final TestContext listener = new TestContext().by(clock);
  private final Deque<Runnable> inPauses = new ArrayDeque<>();
  private final Deque<PodProcess> nextPods = new ArrayDeque<>();
  private final String role;
  private final TestKubelet kubelet;
  private Optional<ClusterOptions> formerCluster = Optional.empty();

  HandoverScene(Path folder) {
    this.folder = folder;
    servers.followBySql();
    servers
        .primary()
        .execute(
            "COMMENT ON PUBLICATION %s IS 'nessie-backup: replica'".formatted(TwoServers.NAMED));
    servers.recordFollowing(keys.open(), new BackupId("20261122T020000Z-7f3a"));
    role = "nessie_" + servers.primary().name();
    servers.primary().execute("CREATE ROLE " + role + " LOGIN");
    own(servers.primary());
    own(servers.replica());
    kubelet = cluster.kubelet(this::start);
    cluster.client().resource(SampleWorkload.deployment(FORMER, "lake", 1)).create();
    cluster.client().resource(SampleWorkload.deployment(NEXT, "standby", 0)).create();
    cluster
        .client()
        .resource(
            new CronJobBuilder()
                .withNewMetadata()
                .withName("nessie-gc")
                .withNamespace(TestCluster.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withSchedule("0 3 * * *")
                .withSuspend(false)
                .endSpec()
                .build())
        .create();
    settle();
  }

  private void own(TestDatabase database) {
    database.execute(
        "GRANT USAGE ON SCHEMA nessie TO " + role,
        "ALTER TABLE nessie.refs2 OWNER TO " + role,
        "ALTER TABLE nessie.objs2 OWNER TO " + role);
  }

  private PodProcess start(String pod) {
    TestDatabase database = pod.startsWith(NEXT) ? servers.replica() : servers.primary();
    return Optional.ofNullable(nextPods.poll())
        .orElseGet(
            () -> StandInNessie.program(() -> connect(database), TwoServers.SCHEMA).start(pod));
  }

  /** A session such as Nessie's. */
  Connection connect(TestDatabase database) throws SQLException {
    return DriverManager.getConnection(database.server().jdbcUrl(database.name()), role, "");
  }

  TwoServers servers() {
    return servers;
  }

  /** The next pod of any workload runs this. */
  void nextPod(PodProcess pod) {
    nextPods.add(pod);
  }

  Deque<Runnable> inPauses() {
    return inPauses;
  }

  /** From now on the API server of the primary's cluster is looked for where nobody listens. */
  void loseFormerCluster() {
    try (TestCluster gone = TestCluster.start()) {
      formerCluster =
          Optional.of(
              ClusterScene.options(gone.kubeconfig(folder, "gone"))
                  .answeringWithin(Duration.ofSeconds(1)));
    }
  }

  private void settle() {
    kubelet.reconcile();
    kubelet.reconcile();
    kubelet.reconcile();
  }

  private void pause(Duration duration) {
    clock.advance(duration);
    kubelet.reconcile();
    Optional.ofNullable(inPauses.poll()).ifPresent(Runnable::run);
  }

  @Override
  public Sleeper sleeper() {
    return this::pause;
  }

  /** Our next request to the cluster or our next step ends it, without a word. */
  @Override
  public void shutDatabase() {}

  @Override
  public void openDatabase() {}

  @Override
  public TestCluster cluster() {
    return cluster;
  }

  /** Does something with a handover, as a process of its own. */
  <T> T with(Function<WorkloadHandover<PromotionPlan, PromotionReport>, T> what) {
    return with(FORMER, listener, cancellation -> this::pause, what);
  }

  /** The same, where another workload is called the primary's. */
  <T> T with(String former, Function<WorkloadHandover<PromotionPlan, PromotionReport>, T> what) {
    return with(former, listener, cancellation -> this::pause, what);
  }

  /** The same, where somebody else listens and waits. */
  <T> T with(
      String former,
      Progress progress,
      Function<Cancellation, Sleeper> sleepers,
      Function<WorkloadHandover<PromotionPlan, PromotionReport>, T> what) {
    clock.advance(Duration.ofSeconds(1));
    WorkContext work =
        new WorkContext("nessie-backup test", "a process", clock, progress, new Cancellation());
    ClusterOptions options = ClusterScene.options(cluster.kubeconfig(folder));
    try (ExchangeContext here =
            context(formerCluster.orElse(options), servers.primary(), work, sleepers);
        ExchangeContext there = context(options, servers.replica(), work, sleepers)) {
      return what.apply(
          new WorkloadHandover<>(
              Optional.of(new WorkloadHandover.Side(here, options(former))),
              new WorkloadHandover.Side(there, options(NEXT)),
              new PromotionMove(this::replica, work, OPTIONS, schema -> List.of())));
    }
  }

  private static ExchangeContext context(
      ClusterOptions options,
      TestDatabase database,
      WorkContext work,
      Function<Cancellation, Sleeper> sleepers) {
    return new ExchangeContext(options, database.database(), work, sleepers);
  }

  private static ExchangeOptions options(String workload) {
    return new ExchangeOptions(
        WorkloadQuery.parse("deployment/" + workload),
        List.of(),
        ExchangeOptions.Api.DEFAULT,
        false,
        true,
        WorkScene.OPTIONS.terms());
  }

  private CatalogReplica replica(WorkContext work) {
    Database primary = servers.primary().database();
    return new CatalogReplica(
        () -> keys.open(reader),
        primary,
        servers.replica().database(),
        new ReplicaOptions(
            ReplicaOptions.DEFAULT_NAME,
            Optional.empty(),
            Optional.empty(),
            ReplicaOptions.Link.OURS,
            ReplicaOptions.Limits.DEFAULT),
        work);
  }

  /** How many pods are wanted of a Deployment. */
  int replicas(String name) {
    return deployment(name).getSpec().getReplicas();
  }

  private Deployment deployment(String name) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName(name)
        .get();
  }

  boolean cleanUpIsSuspended() {
    return cluster
        .client()
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie-gc")
        .get()
        .getSpec()
        .getSuspend();
  }

  /** The reasons of events on a workload. */
  List<String> events(String workload) {
    return cluster
        .client()
        .v1()
        .events()
        .inNamespace(TestCluster.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getInvolvedObject().getName().equals(workload))
        .map(Event::getReason)
        .toList();
  }

  /** Somebody else scales a Deployment. */
  void scale(String name, int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName(name)
        .scale(replicas);
    settle();
  }

  /** The annotations on the workloads. */
  List<String> checkpoints() {
    return Stream.of(FORMER, NEXT)
        .map(name -> deployment(name).getMetadata().getAnnotations())
        .filter(Objects::nonNull)
        .flatMap(all -> all.keySet().stream())
        .toList();
  }

  /** Checkpoints, and leases that somebody still holds. */
  List<String> leftBehind() {
    List<String> left = new ArrayList<>(checkpoints());
    cluster.client().leases().inNamespace(TestCluster.NAMESPACE).list().getItems().stream()
        .map(lease -> Optional.ofNullable(lease.getSpec().getHolderIdentity()).orElse(""))
        .filter(holder -> !holder.isEmpty())
        .forEach(left::add);
    return left;
  }

  @Override
  public void close() {
    kubelet.close();
    cluster.close();
    servers.replica().execute("DROP OWNED BY " + role);
    servers.primary().execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    servers.close();
  }
}
