package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.retry.WaitContext;

/**
 * A connection to the API server of a cluster, for one namespace.
 *
 * <p>A request that fails for a reason that may pass (no answer, 410, 429, 5xx) is repeated, over
 * about half a minute, or two seconds for what somebody waits for. So everything that is asked for
 * must do no harm when it is done twice: what changes an object carries the version that it was
 * read with, and who gets a conflict looks again.
 */
public final class Cluster implements AutoCloseable {
  private static final RetryPolicy POLICY =
      RetryPolicy.attempts(8, Duration.ofMillis(500), Duration.ofSeconds(20));

  /** For what somebody waits for, who would rather hear that there is no answer. */
  private static final RetryPolicy PROMPT =
      new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(1));

  private final KubernetesClient client;
  private final ClusterErrors errors;
  private final String namespace;
  private final boolean inside;
  private final WorkContext context;
  private final WaitContext waiting;

  private Cluster(ClusterConfiguration configuration, WorkContext context, Sleeper sleeper) {
    this.client = new KubernetesClientBuilder().withConfig(configuration.config()).build();
    this.errors = new ClusterErrors(URI.create(configuration.config().getMasterUrl()));
    this.namespace = configuration.namespace();
    this.inside = configuration.inside();
    this.context = context;
    this.waiting = WaitContext.of(context, sleeper);
  }

  /**
   * Sets up a connection. Nothing is sent yet.
   *
   * @throws BackupException {@link Failure#CLUSTER} if nothing says where the cluster is, {@link
   *     Failure#USAGE} if the options make no sense
   */
  public static Cluster connect(ClusterOptions options, WorkContext context, Sleeper sleeper) {
    return new Cluster(ClusterConfiguration.of(options), context, sleeper);
  }

  /** The namespace that all is looked for in. */
  public String namespace() {
    return namespace;
  }

  /** Whether this runs in a pod of the cluster, where Services can be reached by their names. */
  public boolean inside() {
    return inside;
  }

  KubernetesClient client() {
    return client;
  }

  /** What the work needs from outside. */
  public WorkContext context() {
    return context;
  }

  /** How to wait for what others change. */
  public WaitContext waiting() {
    return waiting;
  }

  /** The current time. */
  public Instant now() {
    return context.clock().instant();
  }

  /**
   * Requests something.
   *
   * @param what what failed if it does, such as {@code cannot list pods}
   * @return what the client gives, which is null for an object that does not exist
   */
  <T> T call(String what, Supplier<T> request) {
    return call(POLICY, what, request);
  }

  /** As {@link #call}, but no attempt begins later than two seconds after the first one. */
  <T> T callPromptly(String what, Supplier<T> request) {
    return call(PROMPT, what, request);
  }

  private <T> T call(RetryPolicy policy, String what, Supplier<T> request) {
    try {
      return attempt(policy, what, request);
    } catch (KubernetesClientException e) {
      throw errors.translate(what, e);
    }
  }

  /** Changes something; empty if somebody else was quicker. */
  <T> Optional<T> change(String what, Supplier<T> request) {
    try {
      return Optional.ofNullable(attempt(POLICY, what, request));
    } catch (KubernetesClientException e) {
      if (e.getCode() == ClusterErrors.CONFLICT) {
        return Optional.empty();
      }
      throw errors.translate(what, e);
    }
  }

  private <T> T attempt(RetryPolicy policy, String what, Supplier<T> request) {
    context.cancellation().check();
    return new Retrier(policy, waiting, RetryListener.reportingTo(context.progress()))
        .run(what, request::get, ClusterErrors::passing);
  }

  /** Polls; false if the condition did not hold within the limit. */
  public boolean await(Duration limit, Duration every, BooleanSupplier condition) {
    return new Poller(waiting).await(limit, every, condition);
  }

  /** Ends the connection. */
  @Override
  public void close() {
    client.close();
  }
}
