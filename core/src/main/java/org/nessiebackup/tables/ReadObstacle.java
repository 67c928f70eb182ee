package org.nessiebackup.tables;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Something that keeps a catalog from being read as a whole.
 *
 * @param kind what it is
 * @param failure how whoever reads regardless would fail
 * @param message which table, and what is wrong with it
 * @param hint what to do, with the statements that help
 */
public record ReadObstacle(Kind kind, Failure failure, String message, String hint) {
  /** Kinds of obstacles. */
  public enum Kind {
    /** Our role may not read. */
    PRIVILEGE,
    /** Rows are hidden from our role. */
    ROW_SECURITY,
    /** Rows that are read through the table's name are stored in other tables. */
    CHILD_TABLES,
    /** A standby has none of its rows. */
    UNLOGGED,
    /** Several rows have one key, or a row has none. */
    EQUAL_KEYS
  }

  /** As a failure. */
  public BackupException toException() {
    return failure.exception(message, hint);
  }
}
