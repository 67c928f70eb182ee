package org.nessiebackup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a table looks like: enough to create it again and to read its rows.
 *
 * @param name the name, unquoted and without schema
 * @param columns the columns in the order in which rows are stored
 * @param primaryKey the names of the key's columns in key order; empty where there is no key
 */
public record TableShape(String name, List<Column> columns, List<String> primaryKey) {
  /** Refuses shapes that cannot exist: no columns, a name twice, a key on a missing column. */
  public TableShape {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("column \"" + column.name() + "\" stands twice");
      }
    }
    if (columns.isEmpty() || !names.containsAll(primaryKey)) {
      throw new IllegalArgumentException("table \"" + name + "\" has no columns or a foreign key");
    }
  }

  /** The columns' names, in order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The columns that another shape of the table has and this one lacks, in the other's order. */
  public List<Column> missing(TableShape other) {
    Set<String> names = new HashSet<>(columnNames());
    return other.columns.stream().filter(column -> !names.contains(column.name())).toList();
  }

  /** The same with more columns behind the others. */
  public TableShape with(List<Column> more) {
    List<Column> all = new ArrayList<>(columns);
    all.addAll(more);
    return new TableShape(name, all, primaryKey);
  }

  /**
   * How many of the first columns are the key, in whatever order; 0 if the key is none of that
   * kind, or there is no key. Only then a row can be recognised before it has been read as a whole.
   */
  public int leadingKey() {
    List<Column> leading = columns.subList(0, primaryKey.size());
    boolean leads =
        leading.stream().allMatch(each -> each.notNull() && primaryKey.contains(each.name()));
    return leads ? leading.size() : 0;
  }
}
