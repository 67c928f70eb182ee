package org.nessiebackup.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.resource.RunStatus;

class EndedRunTest {
  private static final String TWO = "2026-11-30T02:00:00Z";
  private static final String THREE = "2026-11-30T03:00:00Z";

  @Test
  void newestOfEachComponentIsLookedAtTheOldestFirst() {
    List<EndedRun> runs =
        EndedRun.unseen(
            List.of(job("a", "backup", THREE), job("b", "backup", TWO), job("c", "status", TWO)),
            List.of());

    assertThat(runs).extracting(run -> run.job().getMetadata().getName()).containsExactly("c", "a");
  }

  @Test
  void whatWasSeenIsNotLookedAtAgain() {
    List<RunStatus> known = List.of(new RunStatus("backup", "a", THREE, true, null, null));

    assertThat(EndedRun.unseen(List.of(job("a", "backup", THREE), job("b", "backup", TWO)), known))
        .isEmpty();
    assertThat(EndedRun.unseen(List.of(job("later", "backup", THREE)), known)).hasSize(1);
  }

  @Test
  void whatRunsOrIsOfNoScheduleIsNoNews() {
    Job running = job("a", "backup", THREE);
    running.setStatus(null);
    Job strange = job("b", "backup", THREE);
    strange.getMetadata().setLabels(null);

    assertThat(EndedRun.unseen(List.of(running, strange), List.of())).isEmpty();
  }

  private static Job job(String name, String component, String ended) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app.kubernetes.io/component", component)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Complete")
        .withStatus("True")
        .withLastTransitionTime(ended)
        .endCondition()
        .endStatus()
        .build();
  }
}
