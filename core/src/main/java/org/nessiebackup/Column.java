package org.nessiebackup;

import java.util.Optional;

/**
 * A column as the server describes it, in parts rather than as SQL text, so that nothing a backup
 * says is ever executed: whoever creates a table looks the type and the collation up by name on the
 * server and quotes everything else.
 *
 * @param name the name, unquoted
 * @param type the type
 * @param typeModifier the type's modifier ({@code pg_attribute.atttypmod}), -1 for none
 * @param notNull whether NULL is refused
 * @param collation the collation, where it is not the type's own
 * @param constantDefault the default as text, where it is a constant; absent where there is none or
 *     where it is an expression
 */
public record Column(
    String name,
    QualifiedName type,
    int typeModifier,
    boolean notNull,
    Optional<QualifiedName> collation,
    Optional<String> constantDefault) {
  /** Whether rows that say nothing of it can have it. */
  public boolean mayBeLeftOut() {
    return !notNull || constantDefault.isPresent();
  }
}
