package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.DurationWords;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.Run;

/**
 * Which restores were rehearsed.
 *
 * @param frame around it
 * @param state what is known of the catalog
 * @param runs its runs, where the whole reports are
 * @param reads whether what is in its backups can be read here
 * @param command the one that holds a drill
 * @param now the moment of the page
 */
record DrillsPage(
    Frame frame, CatalogState state, List<Run> runs, boolean reads, Command command, Instant now) {
  String html() {
    return Pages.TEMPLATES.render("drills", this);
  }

  /** As somebody types it. */
  String line() {
    return command.typed();
  }

  String runsPath() {
    return frame.base() + "/runs";
  }

  /**
   * A drill, as text.
   *
   * @param record what was written down
   * @param report where its whole report is
   * @param now the moment of the page
   */
  record Drill(DrillRecord record, Optional<String> report, Instant now) {
    Moment ended() {
      return new Moment(record.ended(), now);
    }

    String point() {
      return record.backup().value();
    }

    String verdict() {
      return record.failedStep().map(step -> "FAILED at " + step).orElse("passed");
    }

    String kind() {
      return record.passed() ? "good" : "bad";
    }

    String took() {
      return DurationWords.measured(Duration.between(record.begun(), record.ended()));
    }

    String proven() {
      return String.join(", ", record.proven());
    }

    String server() {
      return record.server().map("PostgreSQL "::concat).orElse("");
    }

    String nessie() {
      return record.nessie().map("Nessie "::concat).orElse("");
    }
  }

  /** The newest of each point, the newest first. */
  List<Drill> drills() {
    return state.vault().stream()
        .flatMap(known -> known.points().stream())
        .map(Point::proof)
        .flatMap(proof -> proof.drill().stream())
        .sorted(Comparator.comparing(DrillRecord::ended).reversed())
        .map(record -> new Drill(record, report(record), now))
        .toList();
  }

  private Optional<String> report(DrillRecord record) {
    return runs.stream()
        .filter(run -> run.command().name().equals("drill"))
        .filter(
            run ->
                run.result()
                    .flatMap(result -> result.summary())
                    .filter(
                        summary ->
                            summary.path("backup_id").asString("").equals(record.backup().value())
                                && near(summary.path("ended").asString(""), record.ended()))
                    .isPresent())
        .findFirst()
        .map(run -> frame.base() + "/runs/" + run.id().value());
  }

  private static boolean near(String ended, Instant recorded) {
    return ended.length() >= 19 && recorded.toString().startsWith(ended.substring(0, 19));
  }

  boolean hasDrills() {
    return !drills().isEmpty();
  }
}
