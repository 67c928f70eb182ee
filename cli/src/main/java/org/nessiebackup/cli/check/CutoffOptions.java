package org.nessiebackup.cli.check;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.check.CheckOptions.Cutoff;
import org.nessiebackup.check.CheckOptions.CutoffPolicy;
import org.nessiebackup.cli.option.DurationOption;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What Nessie GC was told, in its own words. */
final class CutoffOptions {
  @Option(
      names = "--gc-default-cutoff",
      paramLabel = "POLICY",
      order = 48,
      description = {
        "What nessie-gc has as --default-cutoff: a duration (P90D, or 90d), an instant, a number"
            + " of",
        "commits, or NONE."
      })
  String usual;

  @Option(
      names = "--gc-cutoff",
      paramLabel = "REFS=POLICY",
      order = 49,
      split = "[,\\n]",
      splitSynopsisLabel = ",",
      description = "What nessie-gc has as --cutoff; may be given several times.")
  List<String> some = new ArrayList<>();

  /**
   * All that were given.
   *
   * @throws BackupException {@link Failure#USAGE} if one makes no sense
   */
  List<Cutoff> cutoffs() {
    List<Cutoff> cutoffs = new ArrayList<>();
    for (String text : some) {
      int equals = text.lastIndexOf('=');
      if (equals > 0) {
        cutoffs.add(
            new Cutoff(
                Optional.of(text.substring(0, equals)), policy(text.substring(equals + 1), text)));
      } else if (!text.isEmpty()) {
        throw wrong("--gc-cutoff", text);
      }
    }
    if (usual != null && !usual.isEmpty()) {
      cutoffs.add(new Cutoff(Optional.empty(), policy(usual, usual)));
    } else if (!cutoffs.isEmpty()) {
      // As nessie-gc has it, if it is not told otherwise.
      cutoffs.add(new Cutoff(Optional.empty(), new CutoffPolicy.Everything()));
    }
    return cutoffs;
  }

  /** {@code given} is what a message quotes: whole, so that what is secret in it is recognised. */
  private static CutoffPolicy policy(String text, String given) {
    String word = text.strip().toUpperCase(Locale.ROOT);
    if (word.equals("NONE")) {
      return new CutoffPolicy.Everything();
    }
    if (word.matches("\\d{1,9}")) {
      return new CutoffPolicy.Commits(Integer.parseInt(word));
    }
    try {
      if (word.startsWith("P")) {
        return new CutoffPolicy.Age(Duration.parse(word));
      }
      return word.contains("T")
          ? new CutoffPolicy.Since(ZonedDateTime.parse(word).toInstant())
          : new CutoffPolicy.Age(new DurationOption().convert(word));
    } catch (DateTimeException | TypeConversionException e) {
      throw wrong("a cutoff", given);
    }
  }

  private static BackupException wrong(String what, String text) {
    return Failure.USAGE.exception(
        "%s is \"%s\", which nessie-gc would not understand".formatted(what, text),
        "Write NONE, a number of commits, a duration such as P90D, or an instant such as"
            + " 2026-01-01T00:00:00Z; for some references PATTERN=POLICY.");
  }
}
