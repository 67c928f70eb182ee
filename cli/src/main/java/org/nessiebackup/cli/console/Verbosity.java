package org.nessiebackup.cli.console;

import org.nessiebackup.Progress;

/** How much is said besides the result. */
public enum Verbosity {
  /** Results, warnings and errors only. */
  QUIET,
  NORMAL,
  /** Each step, object and further attempt. */
  VERBOSE,
  /** Also statements, requests and stack traces. */
  DEBUG;

  boolean shows(Progress.Detail level) {
    return switch (level) {
      case VERBOSE -> this == VERBOSE || this == DEBUG;
      case DEBUG -> this == DEBUG;
    };
  }
}
