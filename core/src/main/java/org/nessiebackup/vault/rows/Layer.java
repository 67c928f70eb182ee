package org.nessiebackup.vault.rows;

import org.nessiebackup.ByteSink;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowFilter;

/** What lies upon the rows of a backup. May be used by several threads. */
interface Layer {
  /** Whether no row counts that the backup has of a table. */
  boolean replaces(String table);

  /** Whether rows of the backup may be superseded by these. */
  boolean supersedes(String table);

  /** Whether any rows of a table are here. */
  boolean has(String table);

  /** The length of the COPY binary streams that have to be read. */
  long rawBytes(String table);

  /** Lets those rows of the backup pass that count beside these, completed where that is needed. */
  RowFilter filter(String table, ByteSink sink);

  /**
   * Reads the rows of a table.
   *
   * @param sink takes one whole COPY binary stream
   * @return the rows that it got
   */
  RowCount read(String table, ByteSink sink);

  /**
   * Compares what was read of a table with what it has to be.
   *
   * @param all all rows of the point
   * @param ofBackup those of them that the backup has, before anything was laid upon them; 0 if
   *     none of these count
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#DAMAGED}
   */
  void check(String table, long all, long ofBackup);
}
