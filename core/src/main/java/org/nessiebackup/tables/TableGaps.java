package org.nessiebackup.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.Column;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * What a table lacks of what it is wanted to be.
 *
 * @param table its name
 * @param lacking what it lacks, in words
 * @param statement makes it
 */
public record TableGaps(String table, String lacking, String statement) {
  /**
   * Compares the tables of a catalog.
   *
   * @param wanted what they are wanted to be
   * @return one for each table that lacks something
   */
  public static List<TableGaps> of(
      Session session, CatalogLocation catalog, List<TableShape> wanted) {
    return wanted.stream()
        .flatMap(
            shape ->
                TableInspector.inspect(session, catalog.schema(), shape.name())
                    .flatMap(table -> compare(session, catalog.schema(), table.shape(), shape))
                    .stream())
        .toList();
  }

  private static Optional<TableGaps> compare(
      Session session, String schema, TableShape found, TableShape wanted) {
    List<Column> columns = found.missing(wanted);
    boolean key = found.primaryKey().isEmpty();
    if (columns.isEmpty() && !key) {
      return Optional.empty();
    }
    List<String> lacking = new ArrayList<>(columns.stream().map(Column::name).toList());
    List<String> actions =
        new ArrayList<>(
            columns.stream()
                .map(column -> "ADD COLUMN " + TableStatements.definition(session, wanted, column))
                .toList());
    if (key) {
      lacking.add("its primary key");
      actions.add("ADD PRIMARY KEY (" + Sql.names(wanted.primaryKey()) + ")");
    }
    return Optional.of(
        new TableGaps(
            found.name(),
            lacking.stream().collect(Collectors.joining(", ")),
            "ALTER TABLE %s %s;"
                .formatted(Sql.name(schema, found.name()), String.join(", ", actions))));
  }
}
