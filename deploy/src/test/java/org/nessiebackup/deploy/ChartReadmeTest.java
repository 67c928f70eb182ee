package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The chart's README says what its values are. */
class ChartReadmeTest {
  @Test
  void theTableOfValuesIsMadeFromTheirCommentsAndDefaults() throws Exception {
    if (Deployment.isRewriting()) {
      Files.writeString(ChartReadme.file(), ChartReadme.rendered());
    }

    assertThat(Files.readString(ChartReadme.file()))
        .as("after a change of values.yaml: mvn -pl deploy -am verify -Ddeploy.rewrite=true")
        .isEqualTo(ChartReadme.rendered())
        .contains("| `database.host` | `\"\"` | Its host")
        .contains("| `backup.schedule` | `\"0 2 * * *\"` |");
  }
}
