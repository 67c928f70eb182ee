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

/**
 * A connection to the API server of a cluster, for one namespace.
 *
 * <p>A request that fails for a reason that may pass (no answer, 410, 429, 5xx) is repeated, over
 * about half a minute. So everything that is asked for must do no harm when it is done twice: what
 * changes an object carries the version that it was read with, and who gets a conflict looks again.
 */
public final class Cluster implements AutoCloseable {
  private static final int ATTEMPTS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final ClusterErrors errors;
  private final String namespace;
  private final boolean inside;
  private final WorkContext context;
  private final Sleeper pace;

  private Cluster(ClusterConfiguration configuration, WorkContext context, Sleeper pace) {
    this.client = new KubernetesClientBuilder().withConfig(configuration.config()).build();
    this.errors = new ClusterErrors(URI.create(configuration.config().getMasterUrl()));
    this.namespace = configuration.namespace();
    this.inside = configuration.inside();
    this.context = context;
    this.pace = pace;
  }

  /**
   * Sets up a connection. Nothing is sent yet.
   *
   * @throws BackupException {@link Failure#CLUSTER} if nothing says where the cluster is, {@link
   *     Failure#USAGE} if the options make no sense
   */
  public static Cluster connect(ClusterOptions options, WorkContext context, Sleeper pace) {
    return new Cluster(ClusterConfiguration.of(options), context, pace);
  }

  /** The namespace that all is looked for in. */
  public String namespace() {
    return namespace;
  }

  /** Whether this runs in a pod of the cluster, where Services can be reached by their names. */
  public boolean inside() {
    return inside;
  }

  /** The client library, for the packages that own it. */
  public KubernetesClient client() {
    return client;
  }

  /** What the work needs from outside. */
  public WorkContext context() {
    return context;
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
  public <T> T call(String what, Supplier<T> request) {
    try {
      return attempt(what, request);
    } catch (ConflictException e) {
      throw errors.translate(what, e.error);
    }
  }

  /** Changes something; empty if somebody else was quicker. */
  public <T> Optional<T> change(String what, Supplier<T> request) {
    try {
      return Optional.of(attempt(what, request));
    } catch (ConflictException e) {
      return Optional.empty();
    }
  }

  private <T> T attempt(String what, Supplier<T> request) throws ConflictException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      context.cancellation().check();
      try {
        return request.get();
      } catch (KubernetesClientException e) {
        if (e.getCode() == ClusterErrors.CONFLICT) {
          throw new ConflictException(e);
        }
        if (attempt == ATTEMPTS || !ClusterErrors.passing(e)) {
          throw errors.translate(what, e);
        }
      }
      pace.pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Polls; false if the condition did not hold within the limit. */
  public boolean await(Duration limit, Duration every, BooleanSupplier condition) {
    Instant end = now().plus(limit);
    while (!condition.getAsBoolean()) {
      context.cancellation().check();
      if (!now().isBefore(end)) {
        return false;
      }
      pace.pause(every);
    }
    return true;
  }

  /** Ends the connection. */
  @Override
  public void close() {
    client.close();
  }

  private static final class ConflictException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient KubernetesClientException error;

    ConflictException(KubernetesClientException error) {
      super(error);
      this.error = error;
    }
  }
}
