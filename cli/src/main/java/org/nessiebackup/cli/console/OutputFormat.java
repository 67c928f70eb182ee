package org.nessiebackup.cli.console;

/** For whom results are written. */
public enum OutputFormat {
  /** People. */
  TEXT,
  /** Machines: one JSON document in each line. */
  JSON
}
