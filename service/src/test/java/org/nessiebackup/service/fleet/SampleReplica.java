package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.run.Command;

/** Replicas that nobody has. */
public final class SampleReplica {
  private SampleReplica() {}

  /** One that has what the primary has. */
  public static ReplicaHealth following(Instant now) {
    return of(Phase.FOLLOWING, Optional.of(Duration.ofMillis(230)), now, Optional.empty());
  }

  /** One with which something is wrong since a minute and a half, and has it been behind since. */
  public static ReplicaHealth wrong(Phase phase, String sentence, Instant now) {
    return of(
        phase,
        Optional.empty(),
        now.minusSeconds(90),
        Optional.of(
            new ReplicaHealth.Finding(
                now.minusSeconds(90), sentence, Optional.of("Do something about it."))));
  }

  private static ReplicaHealth of(
      Phase phase,
      Optional<Duration> lag,
      Instant reached,
      Optional<ReplicaHealth.Finding> finding) {
    return new ReplicaHealth(
        "standby",
        phase,
        new ReplicaHealth.Reach(lag, Optional.of(reached), Optional.of(reached)),
        new ReplicaHealth.Slot(Optional.of(4096L), Optional.of(5L << 20), 1L << 30),
        0,
        finding,
        new Command(List.of("replica", "promote", "--catalog", "sales")));
  }

  /** The same catalog with a replica. */
  public static CatalogState with(CatalogState state, ReplicaHealth replica) {
    return new CatalogState(
        state.catalog(),
        state.vault(),
        state.trouble(),
        state.database(),
        state.thresholds(),
        new CatalogState.Followed(state.tips(), state.journal(), Optional.of(replica)),
        state.schedule());
  }
}
