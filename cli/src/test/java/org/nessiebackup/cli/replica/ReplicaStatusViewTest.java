package org.nessiebackup.cli.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.Lsn;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replica.ReplicaStatusReport.Finding;
import org.nessiebackup.replica.ReplicaStatusReport.Kind;

class ReplicaStatusViewTest {
  private static final Instant NOW = Instant.parse("2026-11-30T03:15:00Z");

  private static List<String> shown(Finding... findings) {
    CatalogPlace place = new CatalogPlace("1", 1, "db", 5, "18.0", "nessie", "JDBC2");
    ReplicaState state =
        new ReplicaState(
            new ReplicaState.Head("vault", "test", "standby", 1, NOW, Protection.NONE),
            ReplicaState.Phase.STOPPED,
            ReplicaState.FIRST_EPOCH,
            new ReplicaState.Servers(place, place),
            new ReplicaState.Link("s", "p", "s", List.of(1L, 2L), "host=a"),
            Optional.of(new ReplicaState.Seed(BackupId.create(NOW), Lsn.ZERO)),
            Optional.of("a restore has replaced the catalog"));
    TextPage page = new TextPage();
    new ReplicaStatusView(
            new ReplicaStatusReport(
                state, Optional.empty(), Optional.empty(), Optional.empty(), List.of(findings)),
            Optional.empty(),
            Optional.empty(),
            false)
        .text(page);
    return page.lines().stream().map(String::strip).toList();
  }

  private static Finding finding(Kind kind, String sentence, String hint) {
    return new Finding(kind, sentence, Optional.of(hint));
  }

  @Test
  void oneHintStandsBehindAllThatItHelpsAgainst() {
    assertThat(
            shown(
                finding(Kind.STOPPED, "the catalog was restored", "Make it anew."),
                finding(Kind.STOPPED, "the slot is gone", "Make it anew."),
                finding(Kind.WRITTEN_TO, "somebody is connected", "Stop it.")))
        .filteredOn(line -> !line.startsWith("replica "))
        .map(line -> line.replaceAll("\\s+", " "))
        .containsExactly(
            "STOPPED the catalog was restored",
            "STOPPED the slot is gone",
            "hint Make it anew.",
            "WRITTEN-TO somebody is connected",
            "hint Stop it.");
  }
}
