package org.nessiebackup.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.ErrorWords;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.operator.backup.BackupReconciler;
import org.nessiebackup.operator.catalog.CatalogReconciler;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.drill.DrillReconciler;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.restore.RestoreReconciler;
import org.nessiebackup.operator.status.ConditionGauges;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.status.Transitions;
import org.nessiebackup.operator.vault.VaultReconciler;
import org.nessiebackup.operator.watch.ReducedSource;
import org.nessiebackup.operator.watch.ResourceStore;

/**
 * From the moment in which an operator watches until it is asked to stop or has lost the lease.
 * Nothing of a term is left for the next one, so none acts upon what another one has seen.
 */
final class Term implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration TERMINATION = Duration.ofSeconds(20);
  private static final Duration LOOK_ANYHOW = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final Operator operator;
  private final LeaseHold lease;
  private final LeaseWatch watch;
  private final StatusWriter writer;
  private final ExecutorService threads;

  private Term(Operator operator, LeaseHold lease, StatusWriter writer, ExecutorService threads) {
    this.operator = operator;
    this.lease = lease;
    this.watch =
        new LeaseWatch(
            lease,
            new LeaseQuestion(writer.client(), writer.client().getNamespace()),
            BETWEEN_LOOKS);
    this.writer = writer;
    this.threads = threads;
  }

  /**
   * Begins to watch, and works as soon as no other one does.
   *
   * @param client stays open behind it
   * @throws BackupException {@link Failure#CLUSTER} if the API server is not there, or does not let
   *     it watch its kinds
   */
  static Term begin(
      KubernetesClient client,
      OperatorOptions options,
      WorkContext context,
      Consumer<String> notes) {
    askWhetherItIsThere(client);
    StatusWriter writer =
        new StatusWriter(client, context, notes, new ConditionGauges(), new Transitions());
    LeaseHold lease = new LeaseHold(client.getNamespace(), options.identity(), notes);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    Operator operator =
        new Operator(settings -> settings(settings, writer, lease).withExecutorService(threads));
    Term term = new Term(operator, lease, writer, threads);
    try {
      term.register(writer, options);
      operator.start();
      return term;
    } catch (OperatorException | KubernetesClientException e) {
      term.close();
      throw cannotStart(e);
    }
  }

  /**
   * The library does not stop what has begun in part: it would ask again for ever, and each further
   * attempt would leave some more. So nothing begins before the API server answers.
   */
  private static void askWhetherItIsThere(KubernetesClient client) {
    try {
      client.getKubernetesVersion();
    } catch (KubernetesClientException e) {
      throw cannotStart(e);
    }
  }

  private static BackupException cannotStart(RuntimeException e) {
    return Failure.CLUSTER.exception(
        "the operator cannot start: " + ErrorWords.of(innermost(e)),
        "Are its kinds installed (kubectl get crd), and may its account list and watch them, and"
            + " create, get, update and patch leases?",
        e);
  }

  /** The library wraps what went wrong in what it was at. */
  private static Throwable innermost(Throwable e) {
    return e.getCause() == null ? e : innermost(e.getCause());
  }

  private static ConfigurationServiceOverrider settings(
      ConfigurationServiceOverrider settings, StatusWriter writer, LeaseHold lease) {
    return settings
        .withKubernetesClient(writer.client())
        // It serves the next term as well: the threads of one that is left are those of nobody.
        .withCloseClientOnStop(false)
        .withMetrics(new ReconciliationLog(writer))
        .withReconciliationTerminationTimeout(TERMINATION)
        // Each makes all objects of a catalog; more at once would not be faster, and take more
        // memory.
        .withConcurrentReconciliationThreads(THREADS)
        .withUseSSAToPatchPrimaryResource(true)
        .checkingCRDAndValidateLocalModel(false)
        .withLeaderElectionConfiguration(lease.configuration());
  }

  private void register(StatusWriter writer, OperatorOptions options) {
    KubernetesClient client = writer.client();
    StepJobs jobs = new StepJobs(client);
    Declarations declarations =
        new Declarations(
            client,
            new Declarations.Defaults(
                options.image(), options.serviceAccount(), options.version()));
    Set<String> namespaces = namespaces(options.scope(), client);
    register(new VaultReconciler(writer), namespaces);
    register(new CatalogReconciler(declarations, jobs, writer), namespaces);
    register(new BackupReconciler(declarations, jobs, writer), namespaces);
    register(new RestoreReconciler(declarations, jobs, writer), namespaces);
    register(new DrillReconciler(declarations, jobs, writer), namespaces);
  }

  /** Those that are watched; none for all. */
  private static Set<String> namespaces(OperatorOptions.Scope scope, KubernetesClient client) {
    return switch (scope) {
      case OperatorOptions.Scope.Own own -> Set.of(client.getNamespace());
      case OperatorOptions.Scope.All all -> Set.of();
      case OperatorOptions.Scope.Named named -> named.namespaces();
    };
  }

  private <R extends Conditioned> void register(Reconciler<R> reconciler, Set<String> namespaces) {
    operator.register(reconciler, settings -> controller(settings, namespaces));
  }

  private static <R extends Conditioned> void controller(
      ControllerConfigurationOverrider<R> settings, Set<String> namespaces) {
    if (namespaces.isEmpty()) {
      settings.watchingAllNamespaces();
    } else {
      settings.settingNamespaces(namespaces);
    }
    settings
        .withFieldManager(StatusWriter.MANAGER)
        .withInformerListLimit(ReducedSource.PAGE)
        .withItemStore(new ResourceStore<>())
        .withFinalizer(Conditioned.GROUP + "/job")
        // What fails for a reason that may pass is tried for ever, each minute at last.
        .withRetry(
            new GenericRetry()
                .setInitialInterval(500)
                .setIntervalMultiplier(2)
                .setMaxInterval(60_000)
                .setMaxAttempts(Integer.MAX_VALUE))
        .withReconciliationMaxInterval(LOOK_ANYHOW);
  }

  /**
   * Waits until the lease is lost.
   *
   * @return false if somebody asks to stop before
   */
  boolean lost(WorkContext context) throws InterruptedException {
    return watch.lost(context);
  }

  /** Whether all that is to be watched is being watched. */
  boolean watches() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** What a scrape shows. */
  String metrics() {
    return writer.gauges().text();
  }

  /** Lets what is at work end, and gives the lease back. */
  @Override
  public void close() {
    lease.release();
    operator.stop();
  }

  /** Whether nothing is at work any more. */
  boolean ended() throws InterruptedException {
    return threads.awaitTermination(TERMINATION.toSeconds(), TimeUnit.SECONDS);
  }
}
