package org.nessiebackup.kubernetes.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.WorkPlace;
import org.nessiebackup.kubernetes.testbed.WorkScene;

class NessieRestoreTest {
  private static final NessieRestoreOptions LATEST =
      new NessieRestoreOptions(Optional.of("latest"), Optional.empty(), 2);

  @TempDir Path folder;

  private static NessieRestoreReport restore(WorkScene scene) {
    try (WorkPlace place = scene.place()) {
      NessieRestore restore =
          new NessieRestore(place, () -> scene.operations().vault(), ExchangeOptions.DEFAULT);
      return restore.execute(restore.plan(LATEST));
    }
  }

  @Test
  void restoreStopsNessieSwapsAndStartsItAgain() {
    try (WorkScene scene =
        WorkScene.withDeployment(folder, 2)
            .withCronJob("nessie-gc", null)
            .withCronJob("nessie-cleanup", true)) {
      NessieRestoreReport report = restore(scene);
      assertThat(scene.catalog()).isEqualTo(scene.backedUp());
      assertThat(scene.replicas()).isEqualTo(2);
      assertThat(scene.kubelet().running()).hasSize(2);
      assertThat(scene.suspended("nessie-gc").orElse(false)).isFalse();
      assertThat(scene.suspended("nessie-cleanup")).contains(true);
      assertThat(scene.leftBehind()).isEmpty();
      assertThat(report.nessie().outcome()).isEqualTo(ExchangeReport.Outcome.EXCHANGED);
      assertThat(report.nessie().references().orElseThrow()).isGreaterThan(3);
      assertThat(report.nessie().downtime()).isPresent();
      assertThat(report.database()).isPresent();
      assertThat(scene.context().warnings()).isEqualTo(List.of());
    }
  }
}
