package org.nessiebackup;

/**
 * A name inside a schema, both unquoted.
 *
 * @param schema the schema
 * @param name the name in it
 */
public record QualifiedName(String schema, String name) {
  /** For messages; not SQL. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
