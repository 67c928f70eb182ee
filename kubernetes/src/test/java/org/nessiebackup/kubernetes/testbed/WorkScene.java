package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.lease.LeaseIntervals;
import org.nessiebackup.kubernetes.workload.ScaleTimeouts;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

/**
 * A Nessie in a cluster with a real database: one catalog is in a backup, another one is served.
 * Time passes only while our code waits; each pause lets the kubelet do a round.
 */
public final class WorkScene implements KillSwitch.Scene, AutoCloseable {
  /** Nessie's schema. */
  public static final String SCHEMA = "nessie";

  /** For the only Nessie; a lease that is not renewed is soon believed to be dead. */
  public static final ExchangeOptions OPTIONS =
      new ExchangeOptions(
          WorkloadQuery.ANY,
          List.of(),
          ExchangeOptions.Api.DEFAULT,
          false,
          true,
          new ExchangeOptions.Terms(
              new ScaleTimeouts(
                  Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(500)),
              new LeaseIntervals(Duration.ofSeconds(2), Duration.ofSeconds(1)),
              Duration.ofSeconds(3)));

  /** When all begins. */
  public static final Instant BEGIN = Instant.parse("2026-11-26T03:00:00Z");

  private final Path folder;
  private final TestCluster cluster = TestCluster.start();
  private final TestDatabase database;
  private final String role;
  private final TestKubelet kubelet;
  private final HandClock clock = new HandClock(BEGIN);
  private final Deque<Runnable> inPauses = new ArrayDeque<>();
  private final Manifest backup;
  private final List<String> backedUp;
  private final List<String> served;
  private final AtomicInteger processes = new AtomicInteger();
  private TestContext context;
  private PodProcess.Program program;

  /**
   * Makes it.
   *
   * @param folder for the vault and the kubeconfig
   * @param workload Nessie's, such as {@link SampleWorkload} makes
   */
  public WorkScene(Path folder, HasMetadata workload) {
    this.folder = folder;
    this.context = new TestContext().by(clock);
    this.database = TestDatabase.create().withCatalog(SCHEMA);
    this.role = "nessie_" + database.name();
    database.execute(
        "CREATE ROLE " + role + " LOGIN",
        "GRANT USAGE, CREATE ON SCHEMA nessie TO " + role,
        "GRANT CREATE ON DATABASE " + database.name() + " TO " + role,
        "ALTER TABLE nessie.refs2 OWNER TO " + role,
        "ALTER TABLE nessie.objs2 OWNER TO " + role);
    Operations operations =
        new Operations(new FolderStore(folder.resolve("vault")), database.database(), context);
    this.backup = operations.backup();
    this.backedUp = database.catalogFingerprint(SCHEMA);
    addBranch("later");
    this.served = database.catalogFingerprint(SCHEMA);
    this.program = StandInNessie.program(this::connectAsNessie, SCHEMA);
    this.kubelet = cluster.kubelet(program);
    cluster.client().resource(workload).create();
    settle();
  }

  /** Nessie as its chart makes it, with so many pods. */
  public static WorkScene withDeployment(Path folder, int replicas) {
    return new WorkScene(folder, SampleWorkload.deployment("nessie", "lake", replicas));
  }

  /** A session such as Nessie's. */
  public Connection connectAsNessie() throws SQLException {
    return DriverManager.getConnection(database.server().jdbcUrl(database.name()), role, "");
  }

  /** Adds a branch to the catalog, as a client would. */
  public void addBranch(String name) {
    database.execute(
        "CREATE TEMP TABLE one AS SELECT * FROM nessie.refs2 WHERE repo = '' AND ref_name ="
            + " 'refs/heads/main'",
        "UPDATE one SET ref_name = 'refs/heads/" + name + "'",
        "INSERT INTO nessie.refs2 SELECT * FROM one");
  }

  /** A CronJob that cleans up Nessie. */
  public WorkScene withCronJob(String name, Boolean suspended) {
    cluster
        .client()
        .resource(
            new CronJobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(TestCluster.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withSchedule("0 3 * * *")
                .withSuspend(suspended)
                .endSpec()
                .build())
        .create();
    return this;
  }

  /** A CronJob's {@code suspend} now. */
  public Optional<Boolean> suspended(String name) {
    CronJob job =
        cluster
            .client()
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(TestCluster.NAMESPACE)
            .withName(name)
            .get();
    return Optional.ofNullable(job.getSpec().getSuspend());
  }

  /** Lets the kubelet do what it needs to bring all in line. */
  public WorkScene settle() {
    kubelet.reconcile();
    kubelet.reconcile();
    kubelet.reconcile();
    return this;
  }

  /** What happens in the next pauses, one in each. */
  public Deque<Runnable> inPauses() {
    return inPauses;
  }

  private void pause(Duration duration) {
    clock.advance(duration);
    kubelet.reconcile();
    Optional.ofNullable(inPauses.poll()).ifPresent(Runnable::run);
  }

  /** Where our operations work: as a new process would. */
  public ExchangeContext exchangeContext() {
    return exchangeContext(cancellation -> this::pause);
  }

  /** The same, with other pauses. */
  public ExchangeContext exchangeContext(Function<Cancellation, Sleeper> sleepers) {
    context = new TestContext().by(clock);
    return exchangeContext(context, sleepers);
  }

  /** The same, where somebody else listens. */
  public ExchangeContext exchangeContext(
      Progress progress, Function<Cancellation, Sleeper> sleepers) {
    // Names are moments.
    clock.advance(Duration.ofSeconds(1));
    WorkContext work =
        new WorkContext(
            "nessie-backup test",
            "process " + processes.incrementAndGet(),
            clock,
            progress,
            context.cancellation());
    return new ExchangeContext(
        ClusterScene.options(cluster.kubeconfig(folder)), database.database(role), work, sleepers);
  }

  /** The operations on the vault. */
  public Operations operations() {
    return new Operations(
        new FolderStore(folder.resolve("vault")), database.database(role), context);
  }

  /** Waits as the scene does: time passes, and the kubelet works. */
  @Override
  public Sleeper sleeper() {
    return this::pause;
  }

  /** Ends our sessions, and lets none in any more. */
  @Override
  public void shutDatabase() {
    database.execute("ALTER ROLE " + role + " NOLOGIN");
    database.query(
        "SELECT pg_terminate_backend(pid, 5000)::text FROM pg_stat_activity WHERE datname = '"
            + database.name()
            + "' AND application_name LIKE 'nessie-backup%'");
  }

  /** Lets them in again. */
  @Override
  public void openDatabase() {
    database.execute("ALTER ROLE " + role + " LOGIN");
  }

  /** Makes the backup's catalog the one that is served, without regard to Nessie. */
  public void restoreWithoutNessie() {
    clock.advance(Duration.ofSeconds(1));
    CatalogRestore restore = operations().restore();
    restore.execute(restore.plan(new RestoreOptions("latest", Optional.empty(), 2, true)));
  }

  /** Pods from now on make tables with an empty main where there are none, as Nessie does. */
  public void nessieMakesItsTables() {
    program = StandInNessie.programThatMakesTables(this::connectAsNessie, SCHEMA);
    kubelet.run(program);
  }

  /** The next pod runs this; those after it Nessie again. */
  public void nextPod(PodProcess pod) {
    kubelet.run(
        name -> {
          kubelet.run(program);
          return pod;
        });
  }

  /** The next pod serves another schema, which has a branch called {@code stray}. */
  public void nextPodServes(String schema) {
    database.execute(
        "CREATE SCHEMA " + schema,
        "CREATE TABLE "
            + schema
            + ".refs2 AS SELECT * FROM nessie.refs2 WHERE repo = ''"
            + " AND ref_name = 'refs/heads/main'",
        "UPDATE " + schema + ".refs2 SET ref_name = 'refs/heads/stray'",
        "GRANT USAGE ON SCHEMA " + schema + " TO " + role,
        "GRANT SELECT ON " + schema + ".refs2 TO " + role);
    PodProcess.Program elsewhere = StandInNessie.program(this::connectAsNessie, schema);
    kubelet.run(
        name -> {
          kubelet.run(program);
          return elsewhere.start(name);
        });
  }

  /** An autoscaler that has the Deployment in its care. */
  public void withAutoscaler(String name) {
    cluster
        .client()
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(TestCluster.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(1)
                .withMaxReplicas(3)
                .withNewScaleTargetRef("apps/v1", "Deployment", "nessie")
                .endSpec()
                .build())
        .create();
  }

  /** Somebody else is the holder of the lease. */
  public void holder(String name) {
    cluster
        .client()
        .leases()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie-backup-deployment-nessie")
        .edit(
            lease -> {
              lease.getSpec().setHolderIdentity(name);
              return lease;
            });
  }

  /** The reasons of the events since the last call. */
  public List<String> events() {
    var events = cluster.client().v1().events().inNamespace(TestCluster.NAMESPACE);
    List<String> reasons =
        events.list().getItems().stream()
            .sorted(
                Comparator.comparing(Event::getFirstTimestamp)
                    .thenComparing(
                        event -> event.getMetadata().getCreationTimestamp(),
                        Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparingLong(
                        event -> Long.parseLong(event.getMetadata().getResourceVersion())))
            .map(Event::getReason)
            .toList();
    events.delete();
    return reasons;
  }

  /** Does something when a step begins. */
  public Progress during(String step, Runnable action) {
    return new Progress() {
      @Override
      public void step(String name, long totalBytes) {
        if (name.equals(step)) {
          action.run();
        }
      }

      @Override
      public void advanced(long rows, long bytes) {}

      @Override
      public void warning(String message) {}
    };
  }

  /** Removes a backup of the vault. */
  public void forget(String backup) {
    Path place = folder.resolve("vault").resolve("backups").resolve(backup);
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves the catalog of the beginning again, and drops all that was kept. */
  public void startOver() {
    clock.advance(Duration.ofSeconds(1));
    context = new TestContext().by(clock);
    RestoreUndo undo = new RestoreUndo(database.database(role), context.context());
    UndoOptions options = new UndoOptions(Optional.of(SCHEMA), true);
    if (!catalog().equals(served)) {
      undo.execute(undo.planUndo(options));
    }
    if (!database
        .query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_kept%'")
        .isEmpty()) {
      undo.execute(undo.planRelease(options));
    }
  }

  /** What the newest context was told. */
  public TestContext context() {
    return context;
  }

  /** The cluster. */
  @Override
  public TestCluster cluster() {
    return cluster;
  }

  /** The kubelet. */
  public TestKubelet kubelet() {
    return kubelet;
  }

  /** The database. */
  public TestDatabase database() {
    return database;
  }

  /** The role that owns the tables; it needs no password. */
  public String role() {
    return role;
  }

  /** The clock. */
  public HandClock clock() {
    return clock;
  }

  /** The backup. */
  public Manifest backup() {
    return backup;
  }

  /** The catalog that is in the backup. */
  public List<String> backedUp() {
    return backedUp;
  }

  /** The catalog that is served at the beginning. */
  public List<String> served() {
    return served;
  }

  /** The current catalog. */
  public List<String> catalog() {
    return database.catalogFingerprint(SCHEMA);
  }

  /** How many pods are wanted of the Deployment. */
  public int replicas() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie")
        .get()
        .getSpec()
        .getReplicas();
  }

  /** Somebody else scales the Deployment. */
  public void scaleByOthers(int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie")
        .edit(
            deployment -> {
              deployment.getSpec().setReplicas(replicas);
              return deployment;
            });
  }

  /** What a work has left behind and must not: annotation, lease, staging schemas. */
  public List<String> leftBehind() {
    List<String> left = new java.util.ArrayList<>();
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .list()
        .getItems()
        .forEach(
            deployment ->
                Optional.ofNullable(deployment.getMetadata().getAnnotations())
                    .ifPresent(all -> left.addAll(all.keySet())));
    cluster
        .client()
        .leases()
        .inNamespace(TestCluster.NAMESPACE)
        .list()
        .getItems()
        .forEach(
            lease ->
                Optional.ofNullable(lease.getSpec().getHolderIdentity())
                    .filter(holder -> !holder.isEmpty())
                    .ifPresent(holder -> left.add("lease of " + holder)));
    left.addAll(
        database.query(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_staging%'"));
    return left;
  }

  @Override
  public void close() {
    kubelet.close();
    cluster.close();
    database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    database.close();
  }
}
