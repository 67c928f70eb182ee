package org.nessiebackup.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nessiebackup.Cancellation;

/**
 * The lease by which one of several operators works. Who has lost it stops working: another one
 * works already, and whoever begins anew waits for his turn.
 */
final class LeaseHold {
  /** Of all operators of a namespace, the one that has the lease of this name works. */
  static final String NAME = "nessie-backup-operator";

  private final String namespace;
  private final String identity;
  private final Consumer<String> notes;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean held;
  private volatile boolean lost;
  private volatile boolean released;

  /**
   * Nobody's as far as is known.
   *
   * @param namespace of the lease
   * @param identity who would hold it
   * @param notes hears who does
   */
  LeaseHold(String namespace, String identity, Consumer<String> notes) {
    this.namespace = namespace;
    this.identity = identity;
    this.notes = notes;
  }

  LeaderElectionConfiguration configuration() {
    return new LeaderElectionConfiguration(
        NAME,
        namespace,
        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
        identity,
        new LeaderCallbacks(() -> {}, this::stopped, this::seen),
        // Ending the process is for the program: it may be ending already.
        false);
  }

  /** Somebody has it, as whoever wants it sees; nobody where it was given back. */
  private void seen(String holder) {
    if (identity.equals(holder)) {
      held = true;
      notes.accept("this operator has lease \"%s\", and works".formatted(NAME));
    } else if (holder != null && !holder.isEmpty()) {
      notes.accept(
          "operator \"%s\" has lease \"%s\"; this one waits for its turn".formatted(holder, NAME));
    }
  }

  private void stopped() {
    held = false;
    if (!released) {
      lost = true;
      end.countDown();
    }
  }

  /** It is given back, and so not lost. */
  void release() {
    released = true;
  }

  /** Whether it is this operator's. */
  boolean isHeld() {
    return held;
  }

  /** Whether it was this operator's and was taken or ran out. */
  boolean isLost() {
    return lost;
  }

  /**
   * Waits until it is lost, or somebody asks to stop.
   *
   * @return whether that was so in this time
   */
  boolean awaitEnd(Duration atMost, Cancellation cancellation) throws InterruptedException {
    Cancellation.Registration wake = cancellation.onRequest(end::countDown);
    try {
      return end.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      wake.close();
    }
  }
}
