package org.nessiebackup.catalog;

/** What is done with the rows of a table. */
interface RowMapper {
  /** The place of the last column that {@link #wants} looks at. */
  default int lastDecisive() {
    return 0;
  }

  /** Whether a row is wanted, of which the columns up to the last decisive one are known. */
  default boolean wants(RowFields row) {
    return true;
  }

  /** Takes a row that is wanted. */
  void take(RowFields row);
}
