package org.nessiebackup.vault.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nessiebackup.segment.Tuple;
import org.nessiebackup.vault.journal.ChangeRow;

/**
 * What was changed in a row of which some columns were not: a server does not send large values
 * that have stayed as they were.
 *
 * @param unchanged bit <em>n</em>: column <em>n</em> stays
 * @param fields the others
 */
record RowEdit(long unchanged, List<byte[]> fields) implements UnaryOperator<Tuple> {
  static RowEdit of(ChangeRow change) {
    return new RowEdit(change.unchanged(), change.fields());
  }

  private boolean stays(int column) {
    return column < Long.SIZE && (unchanged >>> column & 1) == 1;
  }

  /** Both, one after the other. */
  RowEdit then(RowEdit later) {
    return new RowEdit(unchanged & later.unchanged, later.apply(new Tuple(fields)).fields());
  }

  @Override
  public Tuple apply(Tuple row) {
    List<byte[]> edited = new ArrayList<>(row.fields());
    for (int column = 0; column < edited.size(); column++) {
      if (!stays(column)) {
        edited.set(column, fields.get(column));
      }
    }
    return new Tuple(edited);
  }

  long bytes() {
    return fields.stream().mapToLong(field -> field == null ? 0 : field.length).sum();
  }
}
