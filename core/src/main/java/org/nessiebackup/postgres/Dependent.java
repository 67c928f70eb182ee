package org.nessiebackup.postgres;

import java.util.Optional;

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
}
