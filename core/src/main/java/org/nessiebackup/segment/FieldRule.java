package org.nessiebackup.segment;

/**
 * What a server takes as a value of a column in COPY's binary form.
 *
 * @param column the column's name, for messages
 * @param notNull whether it refuses NULL
 * @param form how its values look
 */
public record FieldRule(String column, boolean notNull, Form form) {
  /** How values of a type look. */
  public sealed interface Form {
    /** Any bytes. */
    record Any() implements Form {}

    /** So many bytes, whatever they are. */
    record Fixed(int length) implements Form {}

    /** UTF-8 without the character 0. */
    record Text() implements Form {}
  }
}
