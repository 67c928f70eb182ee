package org.nessiebackup.cli.console;

import java.util.Locale;

/** For whom results are written. */
public enum OutputFormat {
  /** People. */
  TEXT,
  /** Machines: one JSON document in each line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
