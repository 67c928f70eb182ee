package org.nessiebackup.cli.console;

import java.util.Locale;

/** How standard error is written. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For collectors of logs: one JSON document in each line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
