package org.nessiebackup.service.page.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.service.page.Href;
import org.nessiebackup.service.recovery.CatalogView.Commit;
import org.nessiebackup.service.recovery.Diagnosis;
import org.nessiebackup.service.recovery.Diagnosis.History;
import org.nessiebackup.service.recovery.Diagnosis.Target;

class DiagnosisTextTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final History ALL = new History(10_000, 0);

  private static Diagnosis branch(boolean found, History history, Commit... commits) {
    return new Diagnosis(
        new Target("main", found, Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of(commits),
        Optional.empty(),
        history);
  }

  private static DiagnosisText text(Diagnosis diagnosis) {
    return DiagnosisText.of(diagnosis, Href.catalog("lake"), NOW, commit -> "to " + commit);
  }

  @Test
  void branchIsGoneIfTheNewestPointHasItNotHoweverFewItsCommits() {
    assertThat(text(branch(false, ALL)).headline()).isEqualTo("Branch main is not there any more.");
    assertThat(text(branch(true, ALL)).headline())
        .isEqualTo("Branch main is there, and no commit on it is so new.");
  }

  @Test
  void commitWithAShortIdIsShownAsWell() {
    Commit commit = new Commit("c3", "c2", NOW, "etl", "oops", List.of("a"), List.of());

    assertThat(text(branch(true, ALL, commit)).commits())
        .singleElement()
        .satisfies(row -> assertThat(row.hash()).isEqualTo("c3"))
        .satisfies(row -> assertThat(row.before()).contains("to c2"));
  }

  @Test
  void whatCouldNotBeLookedIntoIsSaid() {
    assertThat(text(branch(true, ALL)).unread()).isEmpty();
    assertThat(text(branch(true, new History(10_000, 3))).unread())
        .contains("3 of 10,000 recovery points could not be looked into, and may know more.");
  }
}
