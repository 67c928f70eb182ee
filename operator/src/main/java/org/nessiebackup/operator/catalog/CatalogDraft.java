package org.nessiebackup.operator.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nessiebackup.operator.job.JobState;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.CatalogStatus;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.RecordedBackup;
import org.nessiebackup.operator.resource.RunStatus;
import org.nessiebackup.operator.resource.VaultObservation;

/** What is said of a catalog, with what one run after the other has told. */
record CatalogDraft(
    VaultObservation vault,
    String recoveryPoint,
    Double lastDrillSeconds,
    List<RecordedBackup> recentBackups,
    List<RunStatus> runs) {
  private static final int MOST_BACKUPS = 10;
  private static final int MOST_FINDINGS = 10;

  CatalogDraft {
    recentBackups = List.copyOf(recentBackups);
    runs = List.copyOf(runs);
  }

  static CatalogDraft of(CatalogStatus status) {
    return new CatalogDraft(
        status.vault(),
        status.recoveryPoint(),
        status.lastDrillSeconds(),
        status.recentBackups(),
        status.runs());
  }

  CatalogStatus with(Conditions conditions) {
    return new CatalogStatus(
        conditions.generation(),
        vault,
        recoveryPoint,
        lastDrillSeconds,
        recentBackups,
        runs,
        conditions.all());
  }

  /** With what a run has told that has ended. */
  CatalogDraft after(EndedRun run, JobState.Ended end) {
    Optional<Outcome> outcome = end.outcome();
    CatalogDraft known = recorded(run, end);
    return switch (run.component()) {
      case "backup", "incremental" -> end.success().map(known::backup).orElse(known);
      case "status" -> outcome.map(said -> known.observed(said, run.at())).orElse(known);
      case "drill" ->
          end.success()
              .flatMap(said -> said.number("/recovery_seconds"))
              .map(known::drilled)
              .orElse(known);
      default -> known;
    };
  }

  private CatalogDraft recorded(EndedRun run, JobState.Ended end) {
    boolean succeeded = end.success().isPresent();
    List<RunStatus> changed =
        new ArrayList<>(
            runs.stream().filter(each -> !each.component().equals(run.component())).toList());
    changed.add(
        new RunStatus(
            run.component(),
            end.job().name(),
            run.at(),
            succeeded,
            succeeded ? null : end.why(),
            succeeded ? null : end.explanation()));
    changed.sort(Comparator.comparing(RunStatus::component));
    return new CatalogDraft(vault, recoveryPoint, lastDrillSeconds, recentBackups, changed);
  }

  private CatalogDraft backup(Outcome outcome) {
    Optional<String> id = outcome.text("/backup_id");
    if (id.isEmpty()) {
      return this;
    }
    String at = moment(outcome, "/backup/snapshot_at");
    RecordedBackup made =
        new RecordedBackup(
            id.get(),
            outcome.text("/backup/type").orElse(null),
            at,
            outcome.count("/backup/stored_bytes").orElse(null));
    List<RecordedBackup> newest =
        Stream.concat(
                Stream.of(made),
                recentBackups.stream().filter(known -> !known.id().equals(made.id())))
            .limit(MOST_BACKUPS)
            .toList();
    return new CatalogDraft(vault, later(recoveryPoint, at), lastDrillSeconds, newest, runs);
  }

  private CatalogDraft observed(Outcome outcome, String at) {
    if (outcome.text("/vault").isEmpty()) {
      return this;
    }
    VaultObservation seen =
        new VaultObservation(
            outcome.text("/vault").orElse(null),
            outcome.count("/backups").orElse(null),
            outcome.count("/bytes").orElse(null),
            moment(outcome, "/last_backup/snapshot_at"),
            moment(outcome, "/last_verification/at"),
            moment(outcome, "/last_good_drill/at"),
            outcome.summary().path("stale").asBoolean(false),
            StreamSupport.stream(outcome.summary().path("findings").spliterator(), false)
                .map(finding -> finding.asString(""))
                .limit(MOST_FINDINGS)
                .toList(),
            at);
    String point =
        later(
            later(seen.newestBackup(), moment(outcome, "/last_tip/at")),
            moment(outcome, "/journal/reached_at"));
    return new CatalogDraft(
        seen, later(recoveryPoint, point), lastDrillSeconds, recentBackups, runs);
  }

  private CatalogDraft drilled(double seconds) {
    return new CatalogDraft(vault, recoveryPoint, seconds, recentBackups, runs);
  }

  private static String moment(Outcome outcome, String pointer) {
    return outcome.moment(pointer).map(Instant::toString).orElse(null);
  }

  /** The later of two moments of which either may be null; only such are written here. */
  private static String later(String a, String b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Instant.parse(a).isBefore(Instant.parse(b)) ? b : a;
  }

  /** The newest run of some components. */
  Optional<RunStatus> newest(String... components) {
    return runs.stream()
        .filter(run -> List.of(components).contains(run.component()))
        .max(Comparator.comparing(RunStatus::endedAt));
  }
}
