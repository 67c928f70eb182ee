package org.nessiebackup.properties;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.TableDescription;

/**
 * Reads a table's settings as ready-made parts of statements. The server quotes them itself ({@code
 * format} with {@code %I} and {@code %L}), so that nothing is lost or misread on the way.
 */
final class PropertyQueries {
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
      SELECT CASE c.relreplident
        WHEN 'f' THEN 'REPLICA IDENTITY FULL'
        WHEN 'n' THEN 'REPLICA IDENTITY NOTHING'
        WHEN 'i' THEN (SELECT format('REPLICA IDENTITY USING INDEX %I', x.relname)
          FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
          WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisprimary) END AS change
      FROM pg_class c WHERE c.oid = ?::oid
      """;

  private static final String COMMENTS =
      """
      SELECT format('COMMENT ON TABLE %s IS %L', ?::text, description)
      FROM pg_description
      WHERE classoid = 'pg_class'::regclass AND objoid = ?::oid AND objsubid = 0
        AND NOT starts_with(description, '%MARK')
      UNION ALL
      SELECT format('COMMENT ON COLUMN %s.%I IS %L', ?::text, a.attname, d.description)
      FROM pg_description d
        JOIN pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
      WHERE d.classoid = 'pg_class'::regclass AND d.objoid = ?::oid AND a.attname = ANY (?)
      UNION ALL
      SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', o.conname, ?::text, d.description)
      FROM pg_description d JOIN pg_constraint o ON o.oid = d.objoid
      WHERE d.classoid = 'pg_constraint'::regclass AND o.conrelid = ?::oid AND o.contype = 'p'
      """
          .replace("%MARK", SchemaMark.PREFIX);

  private PropertyQueries() {}

  static List<String> storage(Session session, TableDescription table) {
    return ask(session, STORAGE, table.oid(), table.oid(), table.oid());
  }

  static List<String> columns(Session session, TableDescription table, TableShape shape) {
    return ask(session, COLUMNS, table.oid(), shape.columnNames());
  }

  static List<String> replicaIdentity(Session session, TableDescription table) {
    return ask(session, REPLICA_IDENTITY, table.oid());
  }

  /** Comments as statements about the table of the given quoted name. */
  static List<String> comments(
      Session session, TableDescription table, TableShape shape, String target) {
    List<String> names = shape.columnNames();
    long oid = table.oid();
    return ask(session, COMMENTS, target, oid, target, oid, names, target, oid);
  }

  private static List<String> ask(Session session, String query, Object... parameters) {
    return session.texts("read the table's settings", query, parameters).stream()
        .flatMap(Stream::ofNullable)
        .toList();
  }
}
