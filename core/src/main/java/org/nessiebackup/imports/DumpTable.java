package org.nessiebackup.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;

/** A table as the dump has described it so far. */
final class DumpTable {
  /**
   * Where a table is.
   *
   * @param database what {@code \connect} named last; empty before the first
   * @param schema the schema
   * @param name the name
   */
  record Key(String database, String schema, String name) {
    @Override
    public String toString() {
      return schema + "." + name;
    }

    /** With the database, if the dump names one. */
    String withDatabase() {
      return database.isEmpty() ? toString() : this + " (database \"" + database + "\")";
    }
  }

  private final Key key;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private List<String> primaryKey = List.of();
  private boolean hasData;
  private int dump;

  DumpTable(Key key) {
    this.key = key;
  }

  Key key() {
    return key;
  }

  /** Adds a column; false if there is one of that name. */
  boolean add(Column column) {
    return columns.putIfAbsent(column.name(), column) == null;
  }

  /** The column of a name, if there is one. */
  Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  int width() {
    return columns.size();
  }

  List<String> columnNames() {
    return List.copyOf(columns.keySet());
  }

  /** Sets the key; false if there is one already, or a column of it is missing. */
  boolean setPrimaryKey(List<String> names) {
    if (!primaryKey.isEmpty() || names.isEmpty() || !columns.keySet().containsAll(names)) {
      return false;
    }
    primaryKey = List.copyOf(names);
    return true;
  }

  void setCollation(String name, QualifiedName collation) {
    columns.computeIfPresent(
        name,
        (unused, column) ->
            with(column, column.notNull(), Optional.of(collation), column.constantDefault()));
  }

  void setNotNull(String name) {
    columns.computeIfPresent(
        name, (unused, column) -> with(column, true, column.collation(), column.constantDefault()));
  }

  void setDefault(String name, Optional<String> constant) {
    columns.computeIfPresent(
        name, (unused, column) -> with(column, column.notNull(), column.collation(), constant));
  }

  private static Column with(
      Column column,
      boolean notNull,
      Optional<QualifiedName> collation,
      Optional<String> constant) {
    return new Column(
        column.name(), column.type(), column.typeModifier(), notNull, collation, constant);
  }

  /**
   * The dump holds rows of it, or says that there are none.
   *
   * @param number which one of several dumps in a file this is
   * @return false if another one had rows of it
   */
  boolean sawData(int number) {
    boolean isNew = !hasData || dump == number;
    hasData = true;
    dump = number;
    return isNew;
  }

  boolean hasData() {
    return hasData;
  }

  TableShape shape() {
    List<Column> all = new ArrayList<>();
    for (Column column : columns.values()) {
      // A key's columns refuse NULL whether they say so or not.
      boolean notNull = column.notNull() || primaryKey.contains(column.name());
      all.add(with(column, notNull, column.collation(), column.constantDefault()));
    }
    return new TableShape(key.name(), all, primaryKey);
  }
}
