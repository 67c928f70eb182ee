package org.nessiebackup.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.util.concurrent.CountDownLatch;
import org.nessiebackup.Cancellation;

/**
 * The lease by which one of several operators works. Who has lost it stops working: another one
 * works already, and whoever begins anew waits for his turn.
 */
final class LeaseHold {
  /** Of all operators of a namespace, one works. */
  private static final String NAME = "nessie-backup-operator";

  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean lost;
  private volatile boolean released;

  LeaderElectionConfiguration configuration(String namespace, String identity) {
    return new LeaderElectionConfiguration(
        NAME,
        namespace,
        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
        identity,
        new LeaderCallbacks(() -> {}, this::stopped, leader -> {}),
        // Ending the process is for the program: it may be ending already.
        false);
  }

  private void stopped() {
    if (!released) {
      lost = true;
      end.countDown();
    }
  }

  /** It is given back, and so not lost. */
  void release() {
    released = true;
  }

  /**
   * Waits until it is lost.
   *
   * @return false if somebody asks to stop before
   */
  boolean lost(Cancellation cancellation) throws InterruptedException {
    Cancellation.Registration wake = cancellation.onRequest(end::countDown);
    try {
      end.await();
    } finally {
      wake.close();
    }
    return lost;
  }
}
