package org.nessiebackup.export;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.TableShape;
import org.nessiebackup.segment.RowListener;

/** Where the exported rows come from. */
interface RowSource extends AutoCloseable {
  /** For people, in one line. */
  String describe();

  /** The moment whose state the rows are. */
  Instant stateOf();

  /** The schema the tables are in. */
  String schema();

  /** The tables. */
  List<TableShape> tables();

  /** About how many bytes of rows there are. */
  long bytes();

  /**
   * Reads all rows of a table once.
   *
   * @throws org.nessiebackup.BackupException if they are not those that were meant; the listener
   *     may have heard some of them by then
   */
  void read(TableShape table, RowListener listener);

  @Override
  void close();
}
