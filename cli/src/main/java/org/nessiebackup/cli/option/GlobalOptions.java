package org.nessiebackup.cli.option;

import java.util.Optional;
import org.nessiebackup.cli.console.LogFormat;
import org.nessiebackup.cli.console.OutputFormat;
import org.nessiebackup.cli.console.Verbosity;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.cli.settings.SettingsChoice;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command; they may stand before or after its name. */
public final class GlobalOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      order = 90,
      description = "How to write results: text or json.")
  OutputFormat output = OutputFormat.TEXT;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      order = 91,
      fallbackValue = "true",
      description = "The same as --output json.")
  boolean json;

  @Option(
      names = "--progress",
      scope = ScopeType.INHERIT,
      order = 91,
      fallbackValue = "true",
      description = "With JSON, write progress and warnings before the result, a document a line.")
  boolean progress;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      order = 89,
      description = "How to write progress, warnings and errors: text or json.")
  LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      order = 92,
      fallbackValue = "true",
      description = "Say nothing but results, warnings and errors.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      order = 93,
      fallbackValue = "true",
      description = "Say what is done: each step, object and further attempt.")
  boolean verbose;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      order = 94,
      fallbackValue = "true",
      description =
          "Say also which statements and requests are made, and where an error comes from.")
  boolean debug;

  @OfOneRun
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 97,
      description = "The file of settings, instead of those that are found; \"off\" for none.")
  String config;

  @OfOneRun
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      order = 98,
      description = "Use the settings of [profiles.NAME] in that file.")
  String profile;

  @OfOneRun
  @Option(
      names = "--catalog",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      order = 99,
      description = "Use the settings of [catalogs.NAME] in that file.")
  String catalog;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 95,
      description = "Show this help.")
  boolean help;

  /** Which settings that are written down hold. */
  SettingsChoice settings() {
    return new SettingsChoice(given(config), given(profile), given(catalog));
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(value -> !value.isEmpty());
  }

  /** How to write results. */
  public OutputFormat format() {
    return json ? OutputFormat.JSON : output;
  }

  /** Whether machines hear of more than the result. */
  public boolean progress() {
    return progress;
  }

  /** How to write what is no result. */
  public LogFormat logFormat() {
    return logFormat;
  }

  /** How much to say; whoever asks for more gets it. */
  public Verbosity verbosity() {
    if (debug) {
      return Verbosity.DEBUG;
    }
    if (verbose) {
      return Verbosity.VERBOSE;
    }
    return quiet ? Verbosity.QUIET : Verbosity.NORMAL;
  }

  /** Whether errors show where they come from. */
  public boolean debug() {
    return debug;
  }
}
