package org.nessiebackup.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.job.JobState;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.CatalogStatus;
import org.nessiebackup.operator.resource.JobReference;

class CatalogDraftTest {
  private static final String AT = "2026-11-30T03:00:00Z";

  @Test
  void backupIsTheRecoveryPointUntilStatusKnowsALaterOne() {
    CatalogDraft draft =
        after(
            after(
                CatalogDraft.of(CatalogStatus.none()),
                "backup",
                "{\"backup_id\":\"a\",\"backup\":{\"snapshot_at\":\"2026-11-30T02:00:00Z\"}}"),
            "status",
            """
            {"vault":"s3://b/n","last_backup":{"snapshot_at":"2026-11-30T02:00:00Z"},
            "journal":{"reached_at":"2026-11-30T02:59:00Z"}}
            """);

    assertThat(draft.recoveryPoint()).isEqualTo("2026-11-30T02:59:00Z");
    assertThat(draft.recentBackups()).singleElement().extracting("id").isEqualTo("a");
    assertThat(draft.vault().place()).isEqualTo("s3://b/n");
  }

  @Test
  void whatAPodCallsAMomentAndIsNoneIsNotBelieved() {
    CatalogDraft draft =
        after(
            after(
                CatalogDraft.of(CatalogStatus.none()),
                "backup",
                "{\"backup_id\":\"a\",\"backup\":{\"snapshot_at\":\"2026-11-30T02:00:00Z\"}}"),
            "status",
            """
            {"vault":"s3://b/n","last_backup":{"snapshot_at":"yesterday"},
            "last_tip":{"at":7},"journal":{"reached_at":"'; DROP"}}
            """);

    assertThat(draft.recoveryPoint()).isEqualTo("2026-11-30T02:00:00Z");
    assertThat(draft.vault().newestBackup()).isNull();
  }

  private static CatalogDraft after(CatalogDraft draft, String component, String summary) {
    Outcome outcome =
        Outcome.of(
                "{\"message_type\":\"result\",\"succeeded\":true,\"summary\":%s}"
                    .formatted(summary))
            .orElseThrow();
    return draft.after(
        new EndedRun(component, new Job(), AT),
        new JobState.Ended(
            new JobReference(component + "-1", "uid"),
            true,
            "CompletionsReached",
            "",
            Optional.of(outcome)));
  }
}
