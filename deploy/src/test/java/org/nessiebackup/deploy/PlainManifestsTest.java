package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manifests for kubectl are those of the chart. */
class PlainManifestsTest {
  @Test
  void theFilesAreWhatTheChartRenders() throws IOException {
    if (Deployment.isRewriting()) {
      PlainManifests.rewrite();
    }

    assertThat(PlainManifests.written())
        .as("after a change of the chart: mvn -pl deploy -am verify -Ddeploy.rewrite=true")
        .isEqualTo(PlainManifests.rendered());
  }

  @Test
  void nothingInThemSaysThatHelmManagesIt() {
    assertThat(PlainManifests.rendered().values())
        .noneMatch(text -> text.contains("helm.sh/chart") || text.contains("managed-by"));
  }

  @Test
  void aRestoreIsNotAppliedWithTheRestAndItsOnlyEditIsTheId() {
    String restore = PlainManifests.rendered().get("by-hand/restore-job.yaml");

    assertThat(Pattern.compile("\\blatest\\b").matcher(restore).results()).hasSize(1);
    assertThat(restore).contains("generateName: nessie-restore-");
    assertThat(PlainManifests.rendered().get("kustomization.yaml")).doesNotContain("restore-job");
  }
}
