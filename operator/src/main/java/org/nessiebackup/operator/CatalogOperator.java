package org.nessiebackup.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retry.Sleeper;

/**
 * Watches what is declared of catalogs, and has it done by Jobs. It does no work itself: it reads
 * no Secret, reaches no database and no vault.
 *
 * <p>It stays while the API server is away: to start it again would not bring that back, and
 * Kubernetes starts it later each time.
 */
public final class CatalogOperator implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final OperatorOptions options;
  private final WorkContext context;
  private final Consumer<String> notes;
  private final HealthServer health;
  private volatile Optional<Term> term = Optional.empty();

  private CatalogOperator(
      KubernetesClient client,
      OperatorOptions options,
      WorkContext context,
      Consumer<String> notes) {
    this.client = client;
    this.options = options;
    this.context = context;
    this.notes = notes;
    this.health =
        HealthServer.start(
            options.listen(),
            () -> term.map(Term::watches).orElse(false),
            () -> term.map(Term::metrics).orElse(""));
  }

  /**
   * Starts to answer probes.
   *
   * @param notes hears what becomes so of resources, for the log
   * @throws BackupException {@link Failure#USAGE} if nobody can listen there; {@link
   *     Failure#CLUSTER} if nothing says where the cluster is
   */
  public static CatalogOperator start(
      OperatorOptions options, WorkContext context, Consumer<String> notes) {
    KubernetesClient client = ClusterClient.open();
    try {
      return new CatalogOperator(client, options, context, notes);
    } catch (BackupException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Watches, and works while no other one does, until somebody asks to stop. Who has lost the lease
   * lets go of all that it has seen, and waits for its turn.
   *
   * @throws BackupException {@link Failure#CLUSTER} if the API server does not let it watch its
   *     kinds, or if what was at work does not end with the lease
   */
  public void work() throws InterruptedException {
    String told = "";
    while (!context.cancellation().requested()) {
      try {
        serve();
        told = "";
      } catch (BackupException e) {
        if (!Outage.passes(e)) {
          throw e;
        }
        if (!told.equals(e.getMessage())) {
          told = e.getMessage();
          context.progress().warning(e.getMessage() + "; it is tried again");
        }
        Sleeper.stoppedBy(context.cancellation()).sleep(PAUSE);
      }
    }
  }

  private void serve() throws InterruptedException {
    Term now = Term.begin(client, options, context, notes);
    boolean lost;
    try {
      term = Optional.of(now);
      lost = now.lost(context);
    } finally {
      term = Optional.empty();
      now.close();
    }
    // Two must not be at work: what does not end now ends with the process.
    if (lost && !now.ended()) {
      throw Failure.CLUSTER.exception(
          "the lease was lost, and what was at work does not end",
          "Start it again; in a pod Kubernetes does.");
    }
    if (lost) {
      context
          .progress()
          .warning(
              "the lease was lost: the API server was away, or another operator works; this one"
                  + " waits for its turn");
    }
  }

  /** Where probes are answered. */
  public String address() {
    return health.address();
  }

  @Override
  public void close() {
    health.close();
    client.close();
  }
}
