package org.nessiebackup.cli.option;

import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.settings.OfOneRun;
import picocli.CommandLine.Option;

/** For commands that replace or remove something. */
public final class ConfirmOptions {
  @OfOneRun
  @Option(
      names = {"-n", "--dry-run"},
      order = 50,
      fallbackValue = "true",
      description = "Show the plan and change nothing.")
  boolean dryRun;

  @OfOneRun
  @Option(
      names = {"-y", "--yes"},
      order = 51,
      fallbackValue = "true",
      description = "Go on without asking.")
  boolean yes;

  /** Whether only the plan is wanted. */
  public boolean dryRun() {
    return dryRun;
  }

  /** Asks, unless the answer was given with the command. */
  public void confirm(Console console, String what) {
    if (!yes) {
      console.confirm(what);
    }
  }
}
