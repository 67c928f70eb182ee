package org.nessiebackup.kubernetes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;

class ClusterCheckTest {
  @TempDir Path folder;

  @Test
  void allIsWell() {
    try (CheckScene scene = new CheckScene(folder)) {
      CheckReport report = scene.check();
      report.items().forEach(System.out::println);
      assertThat(report.items())
          .allMatch(
              item ->
                  item.status() == Status.OK
                      || List.of("clock", "encryption", "signatures").contains(item.name()))
          .extracting(Item::name);
    }
  }
}
