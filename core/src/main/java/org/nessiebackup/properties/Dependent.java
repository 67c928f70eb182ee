package org.nessiebackup.properties;

import java.util.Optional;
import org.nessiebackup.postgres.Sql;

/**
 * Something that others have built on tables or in a schema of ours, and that a drop would have to
 * take along.
 *
 * @param schema the schema of ours
 * @param kind what it is, in the server's words: {@code view}, {@code table constraint}
 * @param name its name, qualified and quoted by the server
 * @param inside whether it lies in the schema itself
 * @param definition the statement that makes it, cut off where it is long; absent if the server has
 *     none to give
 */
public record Dependent(
    String schema, String kind, String name, boolean inside, Optional<String> definition) {
  /** The kind and the name. */
  public String title() {
    return kind + " " + name;
  }

  /**
   * The statement by which a view reads tables of the same names in another schema, and keeps
   * owner, grants and comments; absent for all else, and where the definition was cut off. For
   * people, who look at it first.
   *
   * @param other that schema
   */
  public Optional<String> readingFrom(String other) {
    return definition
        .filter(made -> kind.equals("view") && made.length() < Dependents.DEFINITION_LENGTH)
        .map(made -> made.replaceFirst("^CREATE VIEW", "CREATE OR REPLACE VIEW"))
        .map(made -> made.replace(schema + ".", Sql.name(other) + "."));
  }
}
