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
 * The server makes the statements itself ({@code format} with {@code %I} and {@code %L}), so that
 * nothing is lost or misread on the way.
 *
 * @param keyName the name of its primary key
 * @param changes what to append to {@code ALTER TABLE name}
 */
public record TableSettings(Optional<String> keyName, List<String> changes) {
  private static final String STORAGE =
      """
      SELECT format('SET (%s)', string_agg(format('%s%s = %L', prefix,
        split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)), ', '))
      FROM (
        SELECT '' AS prefix, unnest(c.reloptions) AS setting FROM pg_class c WHERE c.oid = ?::oid
        UNION ALL
        SELECT 'toast.', unnest(t.reloptions)
        FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.oid = ?::oid) AS options
      HAVING count(*) > 0
      UNION ALL
      SELECT format('SET TABLESPACE %I', s.spcname)
      FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.oid = ?::oid
      """;

  /** attcompression exists from version 14 on; to_jsonb gives NULL where it does not. */
  private static final String COLUMNS =
      """
      SELECT format('ALTER COLUMN %I %s', a.attname, change)
      FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d
          ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
        CROSS JOIN LATERAL (VALUES
          (CASE WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage
            WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
          (CASE to_jsonb(a) ->> 'attcompression'
            WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4' END),
          (CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END),
          ('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)),
          ((SELECT format('SET (%s)', string_agg(format('%s = %L',
            split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', '))
            FROM unnest(a.attoptions) AS o HAVING count(*) > 0))
        ) AS changes(change)
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attname = ANY (?) AND change IS NOT NULL
      ORDER BY a.attnum
      """;

  private static final String REPLICA_IDENTITY =
      """
      SELECT change FROM (SELECT CASE c.relreplident
        WHEN 'f' THEN 'REPLICA IDENTITY FULL'
        WHEN 'n' THEN 'REPLICA IDENTITY NOTHING'
        WHEN 'i' THEN (SELECT format('REPLICA IDENTITY USING INDEX %I', x.relname)
          FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
          WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisprimary) END AS change
      FROM pg_class c WHERE c.oid = ?::oid) AS identity WHERE change IS NOT NULL
      """;

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
    String what = "read the table's settings";
    long oid = replaced.oid();
    List<String> changes = new ArrayList<>(session.texts(what, STORAGE, oid, oid, oid));
    changes.addAll(session.texts(what, COLUMNS, oid, shape.columnNames()));
    changes.addAll(session.texts(what, REPLICA_IDENTITY, oid));
    return new TableSettings(
        session.first("look for the key", KEY_NAME, row -> row.getString(1), oid), changes);
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
