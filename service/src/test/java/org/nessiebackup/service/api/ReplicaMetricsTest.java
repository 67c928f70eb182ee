package org.nessiebackup.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nessiebackup.report.metrics.MetricsText;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.SampleReplica;

class ReplicaMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String LABELS = "{catalog=\"sales\",replica=\"standby\",vault=\"/v\"}";

  private static String text(ReplicaHealth replica) {
    return MetricsText.write(
        ReplicaMetrics.of(replica, new TreeMap<>(Map.of("catalog", "sales", "vault", "/v")), NOW));
  }

  @Test
  void gaugesSayWhetherItFollowsHowFarItIsAndWhatIsKeptForIt() {
    assertThat(text(SampleReplica.following(NOW)))
        .contains(
            "nessie_backup_replica_following" + LABELS + " 1",
            "nessie_backup_replica_lag_seconds" + LABELS + " 0.23",
            "nessie_backup_replica_lag_bytes" + LABELS + " 4096",
            "nessie_backup_replica_retained_bytes" + LABELS + " 5242880",
            "nessie_backup_replica_retained_limit_bytes" + LABELS + " 1073741824",
            "nessie_backup_replica_clients" + LABELS + " 0");
  }

  @Test
  void lagGrowsWhileNothingComesThrough() {
    ReplicaHealth gone = SampleReplica.wrong(Phase.UNREACHABLE, "nobody knows", NOW);
    assertThat(text(gone))
        .contains(
            "nessie_backup_replica_following" + LABELS + " 0",
            "nessie_backup_replica_lag_seconds" + LABELS + " 90");
    assertThat(text(SampleReplica.wrong(Phase.BEHIND, "slow", NOW)))
        .contains("nessie_backup_replica_following" + LABELS + " 1");
  }

  @Test
  void nothingIsSaidOfOneThatIsNotThere() {
    assertThat(text(SampleReplica.wrong(Phase.PROMOTED, "it has the catalog", NOW)))
        .doesNotContain("nessie_backup_replica");
  }
}
