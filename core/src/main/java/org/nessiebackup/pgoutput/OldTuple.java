package org.nessiebackup.pgoutput;

import java.util.List;

/**
 * What is said of a row as it was before it was updated or deleted.
 *
 * @param extent how much of it
 * @param fields one for each column of the relation, in its order
 */
public record OldTuple(Extent extent, List<Field> fields) {
  /** How much of the old row there is. */
  public enum Extent {
    /**
     * The columns of its replica identity, which is the primary key unless somebody has changed it;
     * the others are NULL here, whatever they were.
     */
    KEY,
    /** All columns: the table has REPLICA IDENTITY FULL. */
    ROW
  }

  /** Takes its own copy of the list. */
  public OldTuple {
    fields = List.copyOf(fields);
  }
}
