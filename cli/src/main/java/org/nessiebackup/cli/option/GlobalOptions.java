package org.nessiebackup.cli.option;

import org.nessiebackup.cli.console.LogFormat;
import org.nessiebackup.cli.console.OutputFormat;
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
      names = "--log-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      order = 89,
      description = "How to write progress, warnings and errors: text or json.")
  LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      order = 92,
      fallbackValue = "true",
      description = "Show the stack trace of an error.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 93,
      description = "Show this help.")
  boolean help;

  /** How to write results. */
  public OutputFormat format() {
    return json ? OutputFormat.JSON : output;
  }

  /** How to write what is no result. */
  public LogFormat logFormat() {
    return logFormat;
  }

  /** Whether errors show where they come from. */
  public boolean debug() {
    return debug;
  }
}
