package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.TableDescription;

/**
 * How a table stores its rows and what its key is called, as far as the table that takes its place
 * can have it too. Some of it may rewrite a table, so it is done before a swap and not during it.
 *
 * @param keyName the name of its primary key
 * @param changes what to append to {@code ALTER TABLE name}
 */
public record TableSettings(Optional<String> keyName, List<String> changes) {
  private static final String KEY_NAME =
      "SELECT conname FROM pg_constraint WHERE conrelid = ?::oid AND contype = 'p'";

  /** Takes its own copy of the list. */
  public TableSettings {
    changes = List.copyOf(changes);
  }

  /**
   * Reads the settings of a table.
   *
   * @param replaced the table that makes room
   * @param shape what takes its place; columns are matched by name
   */
  public static TableSettings of(Session session, TableDescription replaced, TableShape shape) {
    List<String> changes = new ArrayList<>();
    changes.addAll(PropertyQueries.storage(session, replaced));
    changes.addAll(PropertyQueries.columns(session, replaced, shape));
    changes.addAll(PropertyQueries.replicaIdentity(session, replaced));
    return new TableSettings(
        session.first("look for the key", KEY_NAME, row -> row.getString(1), replaced.oid()),
        changes);
  }

  /** Gives them to a table, whose key is there. */
  public void apply(Session session, String schema, String table) {
    for (String change : changes) {
      session.execute(
          "carry settings of table \"" + table + "\" over",
          "ALTER TABLE " + Sql.name(schema, table) + " " + change);
    }
  }
}
