package org.nessiebackup.postgres;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.QualifiedName;

/** Quoting: the only way for a name or a text to become part of a statement. */
public final class Sql {
  private Sql() {}

  /** A quoted identifier, by PostgreSQL's rule: doubled quotes; NUL cannot be part of a name. */
  public static String name(String identifier) {
    if (identifier.isEmpty() || identifier.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("\"" + identifier + "\" cannot be a name");
    }
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  public static String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }

  public static String name(QualifiedName name) {
    return name(name.schema(), name.name());
  }

  public static String names(List<String> identifiers) {
    return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /** A quoted text that means the same whatever standard_conforming_strings says. */
  public static String text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text cannot hold NUL");
    }
    String escaped = value.replace("'", "''");
    return escaped.indexOf('\\') < 0
        ? "'" + escaped + "'"
        : "E'" + escaped.replace("\\", "\\\\") + "'";
  }
}
