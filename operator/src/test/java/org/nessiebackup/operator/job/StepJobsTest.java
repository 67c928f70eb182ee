package org.nessiebackup.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.resource.NessieBackup;

class StepJobsTest {
  @Test
  void nameOfAJobFollowsFromTheResourceAndTheStep() {
    assertThat(StepJobs.name(backup("before-upgrade"), "backup"))
        .isEqualTo("before-upgrade-backup-01234567");
  }

  @Test
  void longNamesHaveRoomForTheNamesOfPods() {
    String name = StepJobs.name(backup("a".repeat(200) + "." + "b".repeat(50)), "restore");

    assertThat(name).hasSizeLessThanOrEqualTo(52).endsWith("-restore-01234567");
  }

  @Test
  void nameThatIsCutEndsInNoSign() {
    String name = StepJobs.name(backup("a".repeat(34) + "." + "b".repeat(50)), "restore");

    assertThat(name).isEqualTo("a".repeat(34) + "-restore-01234567");
  }

  private static NessieBackup backup(String name) {
    NessieBackup backup = new NessieBackup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withUid("01234567-89ab-cdef-0123-456789abcdef")
            .build());
    return backup;
  }
}
