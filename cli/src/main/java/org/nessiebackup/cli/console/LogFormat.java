package org.nessiebackup.cli.console;

/** How standard error is written. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For collectors of logs: one JSON document in each line. */
  JSON
}
