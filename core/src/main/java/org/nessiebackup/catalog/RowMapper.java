package org.nessiebackup.catalog;

/** What is done with the rows of a table. */
interface RowMapper {
  /** The place of the last column that {@link #wants} looks at. */
  int lastDecisive();

  /** Whether a row is wanted, of which the columns up to the last decisive one are known. */
  boolean wants(RowFields row);

  /** Takes a row that is wanted. */
  void take(RowFields row);
}
