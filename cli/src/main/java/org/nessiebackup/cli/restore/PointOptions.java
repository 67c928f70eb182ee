package org.nessiebackup.cli.restore;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.ExclusiveOption;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
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
          "${bundle:backup}; latest alone is the newest state of all; ID.17 is a tip by its number,"
              + " ID@16/B374D848 a position in the journal; none to go on with what was begun.")
  String words;

  @OfOneRun
  @Option(
      names = "--to",
      paramLabel = "TARGET",
      order = 15,
      description = {
        "Instead of an ID: the newest state that is not later than a moment, such as"
            + " 2026-11-22T14:03:07Z, \"yesterday 14:00\" (UTC) or 20m for twenty minutes ago."
            + " With a journal also a position (16/B374D848), a mark (mark:NAME), or a commit's"
            + " hash: the first state in which a branch or tag led to it."
      })
  PointTarget to;

  @Mixin ExclusiveOption exclusive;

  @Option(
      names = "--exact",
      order = 16,
      fallbackValue = "true",
      description = "Take no tip where a moment or latest is asked for, but what is exact.")
  boolean exact;

  /** What was meant; absent if nothing was said. */
  Optional<PointSelector> selector() {
    if (to != null && words != null) {
      throw Failure.USAGE.exception(
          "both an ID and --to are given",
          "Name the point either by its ID or by how far it goes.");
    }
    boolean before = exclusive.given(to != null);
    return Optional.ofNullable(to)
        .<PointSelector>map(target -> new PointSelector.To(target, before, !exact))
        .or(
            () ->
                Optional.ofNullable(words)
                    .map(each -> new PointSelector.Named(each, true, !exact)));
  }

  /** The same where something has to be said. */
  PointSelector required(CommandLine line) {
    return selector()
        .orElseThrow(
            () -> new ParameterException(line, "Missing required parameter: \"ID\", or --to"));
  }
}
