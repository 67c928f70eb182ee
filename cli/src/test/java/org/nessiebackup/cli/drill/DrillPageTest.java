package org.nessiebackup.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.PointId;
import org.nessiebackup.drill.DrillOptions.Sampling;
import org.nessiebackup.drill.DrillReport;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillStep;
import org.nessiebackup.manifest.BackupType;

class DrillPageTest {
  private static final Instant TIME = Instant.parse("2026-11-26T05:00:00Z");

  private static DrillReport report(String hostile) {
    return new DrillReport(
        new DrillReport.Run(hostile, hostile, TIME, TIME),
        new DrillReport.Subject(
            hostile,
            hostile,
            new DrillReport.Backup(
                new BackupId("20261122T020000Z-7f3a"),
                new DrillReport.Restored(PointId.parse("20261122T020000Z-7f3a@16/B374D848"), TIME),
                BackupType.FULL,
                TIME,
                hostile,
                hostile,
                hostile),
            List.of(new DrillReport.Member(new BackupId("20261122T020000Z-7f3a"), hostile, 1)),
            List.of(new DrillReport.Table(hostile, 1, hostile))),
        new DrillReport.Place(hostile, Optional.of(hostile), Optional.of(hostile)),
        Optional.of(
            new DrillReport.NessieServer(
                hostile, Optional.of(hostile), Optional.of(hostile), List.of(hostile))),
        new DrillReport.Course(
            List.of(
                new DrillReport.StepResult(
                    DrillStep.REFERENCES, Outcome.FAILED, Duration.ZERO, hostile, List.of(hostile)),
                new DrillReport.StepResult(
                    DrillStep.CONTENTS, Outcome.PROVEN, Duration.ZERO, hostile, List.of(hostile))),
            List.of(new DrillReport.Phase(hostile, Duration.ZERO))),
        new Sampling(1, 2),
        List.of(hostile));
  }

  @Test
  void namesFromACatalogCannotBecomePartOfThePage() {
    String page = new DrillPage(report("</td><script>alert('1')</script>\"&\u202e\u0000")).html();
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("alert('")
        .doesNotContain("\u202e")
        .doesNotContain("\u0000")
        .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;");
  }

  @Test
  void pageStandsAlone() {
    String page = new DrillPage(report("a name")).html();
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("src=")
        .doesNotContain("href=")
        .doesNotContain("url(");
    assertThat(page).contains("default-src 'none'");
    assertThat(page).contains("Restore drill of position 20261122T020000Z-7f3a@16/B374D848");
    assertThat(page).endsWith("</html>\n");
  }
}
