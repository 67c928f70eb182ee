package org.nessiebackup.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableShape;

/**
 * What a table has besides columns and rows, as far as the table that takes its place can have it
 * too. All of it comes from the server's own catalogs.
 *
 * @param table the table's name
 * @param keyName the name of its primary key
 * @param changes what to append to {@code ALTER TABLE name}
 * @param statements whole statements about the new table
 * @param owner its owner
 * @param warnings what cannot be carried over
 */
public record TableExtras(
    String table,
    Optional<String> keyName,
    List<String> changes,
    List<String> statements,
    String owner,
    List<String> warnings) {
  private static final String KEY_NAME =
      "SELECT conname FROM pg_constraint WHERE conrelid = ?::oid AND contype = 'p'";

  /** Takes its own copies of the lists. */
  public TableExtras {
    changes = List.copyOf(changes);
    statements = List.copyOf(statements);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads them.
   *
   * @param replaced the table that makes room
   * @param shape what takes its place; columns are matched by name
   * @param staging the schema in which that is made
   */
  public static TableExtras of(
      Session session, TableDescription replaced, TableShape shape, String staging) {
    String target = Sql.name(staging, shape.name());
    List<String> changes = new ArrayList<>();
    changes.addAll(ExtrasQueries.storage(session, replaced));
    changes.addAll(ExtrasQueries.columns(session, replaced, shape));
    changes.addAll(ExtrasQueries.replicaIdentity(session, replaced));
    List<String> statements = new ArrayList<>();
    statements.addAll(ExtrasQueries.comments(session, replaced, shape, target));
    statements.addAll(ExtrasQueries.grants(session, replaced, shape, target));
    return new TableExtras(
        replaced.name(),
        session.first("look for the key", KEY_NAME, row -> row.getString(1), replaced.oid()),
        changes,
        statements,
        replaced.owner(),
        ExtrasWarnings.of(session, replaced, shape));
  }

  /** Gives them to the table of the same name in a schema of ours; the owner comes last. */
  void apply(Session session, String schema) {
    String name = Sql.name(schema, table);
    String what = "carry settings of table \"" + table + "\" over";
    changes.forEach(change -> session.execute(what, "ALTER TABLE " + name + " " + change));
    statements.forEach(each -> session.execute(what, each));
    boolean other =
        session.one(
            "ask for the role", "SELECT current_user <> ?", row -> row.getBoolean(1), owner);
    if (other) {
      // An owner must be able to create in the table's schema; this one is dropped after the swap.
      session.execute(
          what,
          "GRANT USAGE, CREATE ON SCHEMA %s TO %s".formatted(Sql.name(schema), Sql.name(owner)));
      session.execute(what, "ALTER TABLE " + name + " OWNER TO " + Sql.name(owner));
    }
  }
}
