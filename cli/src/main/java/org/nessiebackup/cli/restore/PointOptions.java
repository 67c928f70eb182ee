package org.nessiebackup.cli.restore;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.vault.point.PointSelector;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which recovery point is restored. */
final class PointOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description =
          "${bundle:backup}; latest alone is the newest tip if that is newer; ID.17 is a tip by its"
              + " number; none to go on with what was begun.")
  String words;

  @OfOneRun
  @Option(
      names = "--to",
      paramLabel = "TIME",
      order = 15,
      description = {
        "Instead of an ID: the newest state that is not later than TIME, such as"
            + " 2026-11-22T14:03:07Z, \"yesterday 14:00\" (UTC) or 20m for twenty minutes ago."
      })
  Instant to;

  @Option(
      names = "--exact",
      order = 16,
      fallbackValue = "true",
      description = "Take no tip where a moment or latest is asked for, but the newest backup.")
  boolean exact;

  /** What was meant; absent if nothing was said. */
  Optional<PointSelector> selector() {
    if (to != null && words != null) {
      throw Failure.USAGE.exception(
          "both an ID and --to are given", "Name the point either by its ID or by its time.");
    }
    return Optional.ofNullable(to)
        .<PointSelector>map(moment -> new PointSelector.AsOf(moment, !exact))
        .or(() -> Optional.ofNullable(words).map(each -> new PointSelector.Named(each, !exact)));
  }

  /** The same where something has to be said. */
  PointSelector required(CommandLine line) {
    return selector()
        .orElseThrow(
            () -> new ParameterException(line, "Missing required parameter: \"ID\", or --to"));
  }
}
