package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.resource.BackupStatus;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.status.StatusWriter;

class ReconciliationLogTest {
  private final ClusterScene scene = new ClusterScene();
  private final StatusWriter writer = scene.writer();
  private final ReconciliationLog log = new ReconciliationLog(writer);
  private final NessieBackup backup = scene.named(new NessieBackup(), "before-upgrade");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatHasBecomeSoIsToldOnceItIsWritten() {
    change();
    assertThat(scene.notes()).isEmpty();

    log.finishedReconciliation(backup, Map.of());
    log.finishedReconciliation(backup, Map.of());

    assertThat(scene.notes())
        .containsExactly(
            "NessieBackup data-platform/before-upgrade: Complete is True (Succeeded) it was made");
    assertThat(scene.client().v1().events().inNamespace("data-platform").list().getItems())
        .singleElement()
        .satisfies(event -> assertThat(event.getReason()).isEqualTo("Succeeded"));
  }

  @Test
  void whatWasNotWrittenIsNotToldAndItsTroubleIsToldOnce() {
    for (int attempt = 0; attempt < 3; attempt++) {
      change();
      log.failedReconciliation(backup, new IllegalStateException("no room"), Map.of());
    }
    log.failedReconciliation(backup, new IllegalStateException("no answer"), Map.of());

    assertThat(scene.notes()).isEmpty();
    assertThat(scene.warnings()).hasSize(2);
    assertThat(scene.warnings().getFirst())
        .isEqualTo(
            "NessieBackup data-platform/before-upgrade is tried again:"
                + " java.lang.IllegalStateException: no room");
  }

  @Test
  void sameTroubleAfterASuccessIsTroubleAgain() {
    log.failedReconciliation(backup, new IllegalStateException("no room"), Map.of());
    log.finishedReconciliation(backup, Map.of());
    log.failedReconciliation(backup, new IllegalStateException("no room"), Map.of());

    assertThat(scene.warnings()).hasSize(2);
  }

  private void change() {
    Conditions conditions =
        Conditions.of(backup, writer.now()).yes("Complete", "Succeeded", "it was made");
    writer.answer(
        backup,
        NessieBackup::new,
        new BackupStatus(1L, null, null, null, null, null, null, null, conditions.all()),
        conditions);
  }
}
