package org.nessiebackup.operator;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.WorkContext;

/**
 * Waits with the lease, or for it.
 *
 * @param lease what is waited for
 * @param question asks why it does not come
 * @param pause between two looks
 */
record LeaseWatch(LeaseHold lease, LeaseQuestion question, Duration pause) {
  /**
   * Waits until the lease is lost. Why it cannot be taken is said when it comes to be so, and again
   * if that changes.
   *
   * @return false if somebody asks to stop before
   */
  boolean lost(WorkContext context) throws InterruptedException {
    Optional<String> told = Optional.empty();
    while (!lease.awaitEnd(pause, context.cancellation())) {
      Optional<String> reason =
          lease.isHeld() ? Optional.empty() : question.whyNot(context.clock().instant());
      if (!reason.equals(told)) {
        told = reason;
        reason.ifPresent(text -> context.progress().warning(text + "; it is tried again"));
      }
    }
    return lease.isLost();
  }
}
