package org.nessiebackup.sandbox;

/** Names and texts in SQL. */
final class Identifiers {

  private Identifiers() {}

  /** The name as a quoted identifier, whatever is in it. */
  static String quoted(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("\"" + name + "\" can't be a name in PostgreSQL");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The text as a literal, independent of {@code standard_conforming_strings}. */
  static String literal(String text) {
    return " E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
