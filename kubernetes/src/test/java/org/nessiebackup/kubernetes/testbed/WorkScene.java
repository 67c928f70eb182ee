package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.kubernetes.ClusterOptions;
import org.nessiebackup.kubernetes.Pace;
import org.nessiebackup.kubernetes.exchange.WorkPlace;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/**
 * A Nessie in a cluster with a real database: one catalog is in a backup, another one is served.
 * Time passes only while our code waits; each pause lets the kubelet do a round.
 */
public final class WorkScene implements AutoCloseable {
  /** Nessie's schema. */
  public static final String SCHEMA = "nessie";

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
  private TestContext context;

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
        "GRANT USAGE ON SCHEMA nessie TO " + role,
        "ALTER TABLE nessie.refs2 OWNER TO " + role,
        "ALTER TABLE nessie.objs2 OWNER TO " + role);
    Operations operations =
        new Operations(new FolderStore(folder.resolve("vault")), database.database(), context);
    this.backup = operations.backup();
    this.backedUp = database.catalogFingerprint(SCHEMA);
    addBranch("later");
    this.served = database.catalogFingerprint(SCHEMA);
    this.kubelet = cluster.kubelet(StandInNessie.program(this::connectAsNessie, SCHEMA));
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
  public WorkPlace place() {
    return place(cancellation -> this::pause);
  }

  /** The same, with other pauses. */
  public WorkPlace place(java.util.function.Function<org.nessiebackup.Cancellation, Pace> paces) {
    context = new TestContext().by(clock);
    return WorkPlace.open(
        ClusterOptions.of(cluster.kubeconfig(folder)),
        database.database(),
        context.context(),
        paces);
  }

  /** The operations on the vault. */
  public Operations operations() {
    return new Operations(new FolderStore(folder.resolve("vault")), database.database(), context);
  }

  /** What the newest place was told. */
  public TestContext context() {
    return context;
  }

  /** The cluster. */
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

  /** The catalog of now. */
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
