package org.nessiebackup.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.Column;
import org.nessiebackup.TableShape;

/**
 * A table as a restore makes it, so that the Nessie that will open it can: with the columns and the
 * key of the backup, and with what the backup, being older than an upgrade of Nessie, lacks. What
 * is added is left empty, or has its default; that is no more than Nessie's own upgrade does.
 *
 * @param shape the backup's columns, then those that are added
 * @param notes what is not as in the backup, or not as it was
 */
record RestoredTable(TableShape shape, List<String> notes) {
  RestoredTable {
    notes = List.copyOf(notes);
  }

  /**
   * Decides. A table that is there says what its Nessie wants; where none is, the newest one does.
   *
   * @param backup what was backed up
   * @param replaced the table that makes room, if there is one
   * @param newest the table as the newest Nessie makes it
   */
  static RestoredTable of(TableShape backup, Optional<TableShape> replaced, TableShape newest) {
    List<String> notes = new ArrayList<>();
    TableShape wanted = replaced.orElse(newest);
    List<Column> added = backup.missing(wanted).stream().filter(Column::mayBeLeftOut).toList();
    if (!added.isEmpty()) {
      notes.add(
          "table \"%s\": %s, which the backup lacks, %s made and left empty"
              .formatted(backup.name(), names(added), added.size() == 1 ? "is" : "are"));
    }
    replaced
        .map(table -> table.missing(backup))
        .filter(columns -> !columns.isEmpty())
        .ifPresent(
            columns ->
                notes.add(
                    "table \"%s\" lacks %s now, which the backup has and which %s restored"
                        .formatted(
                            backup.name(), names(columns), columns.size() == 1 ? "is" : "are")));
    TableShape shape = backup.with(added);
    if (backup.primaryKey().isEmpty()) {
      return withKey(shape, wanted.primaryKey().isEmpty() ? newest : wanted, notes);
    }
    return new RestoredTable(shape, notes);
  }

  /** Nessie relies on its key: without it, two writers could make the same reference. */
  private static RestoredTable withKey(TableShape shape, TableShape wanted, List<String> notes) {
    if (!shape.columnNames().containsAll(wanted.primaryKey())) {
      return new RestoredTable(shape, notes);
    }
    notes.add(
        "table \"%s\": the primary key (%s), which the backup lacks, is made"
            .formatted(shape.name(), String.join(", ", wanted.primaryKey())));
    return new RestoredTable(
        new TableShape(shape.name(), shape.columns(), wanted.primaryKey()), notes);
  }

  private static String names(List<Column> columns) {
    return (columns.size() == 1 ? "column " : "columns ")
        + columns.stream()
            .map(column -> "\"" + column.name() + "\"")
            .collect(Collectors.joining(", "));
  }
}
