package org.nessiebackup.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaStatusReport.Lag;
import org.nessiebackup.replication.LogicalMark;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;

/**
 * Waits until a replica has what the primary has committed. A mark is written to the log, and the
 * replica has it once the position is behind it up to which its slot is confirmed: so it is seen on
 * a server too where nobody else writes, and only the primary's clock and log are asked.
 *
 * @param primary a session in no transaction
 * @param slot the name of the replica's slot
 */
record CaughtUp(Session primary, String slot, WorkContext context) {
  private static final String CONTENT = "replica ";
  private static final Duration EVERY = Duration.ofMillis(20);

  /**
   * Waits.
   *
   * @param patience how long at most
   * @return how far it was behind; absent if there is no slot any more that could be confirmed
   */
  Optional<Lag> await(Duration patience) {
    Optional<Lsn> before = confirmed();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Instant begun = context.clock().instant();
    Lsn mark = LogicalMark.emit(primary, CONTENT + slot);
    boolean over =
        new Poller(WaitContext.of(context))
            .await(patience, EVERY, () -> confirmed().map(at -> behind(at, mark)).orElse(true));
    Duration time = Duration.between(begun, context.clock().instant());
    return Optional.of(
        new Lag(
            Math.max(0, mark.minus(before.get())),
            time.isNegative() ? Duration.ZERO : time,
            over && confirmed().filter(at -> behind(at, mark)).isPresent(),
            begun));
  }

  private static boolean behind(Lsn confirmed, Lsn mark) {
    return confirmed.compareTo(mark) >= 0;
  }

  private Optional<Lsn> confirmed() {
    return ReplicationSlot.look(primary, slot)
        .filter(each -> !each.isLost())
        .flatMap(each -> each.log().confirmed());
  }
}
