package org.nessiebackup.cli.output;

/** For whom results are written. */
public enum OutputFormat {
  /** People. */
  TEXT,
  /** Machines: one JSON document in each line. */
  JSON
}
