package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.TableDescription;

/** What the replaced table has and the restored one will not have; each with its definition. */
final class PropertyWarnings {
  private static final String LOST =
      """
      SELECT 'index: ' || pg_get_indexdef(i.indexrelid)
      FROM pg_index i WHERE i.indrelid = ?::oid AND NOT i.indisprimary
      UNION ALL
      SELECT 'constraint: ' || conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE conrelid = ?::oid AND contype IN ('c', 'f', 'u', 'x')
      UNION ALL
      SELECT 'trigger: ' || pg_get_triggerdef(oid)
      FROM pg_trigger WHERE tgrelid = ?::oid AND NOT tgisinternal
      UNION ALL
      SELECT 'extended statistics: ' || stxname FROM pg_statistic_ext WHERE stxrelid = ?::oid
      UNION ALL
      SELECT 'being unlogged' FROM pg_class WHERE oid = ?::oid AND relpersistence = 'u'
      UNION ALL
      SELECT 'generated or identity column: ' || attname
      FROM pg_attribute WHERE attrelid = ?::oid AND (attgenerated <> '' OR attidentity <> '')
      UNION ALL
      SELECT 'replica identity by an index that is not the primary key'
      FROM pg_index WHERE indrelid = ?::oid AND indisreplident AND NOT indisprimary
      UNION ALL
      SELECT format('parent table %s, which goes on reading the replaced table', inhparent::regclass)
      FROM pg_inherits WHERE inhrelid = ?::oid
      UNION ALL
      SELECT format('security label of %s: %s', l.provider, l.label)
      FROM pg_seclabel l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = ?::oid
      UNION ALL
      SELECT format('sequence %s, which belongs to it', d.objid::regclass)
      FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = ?::oid AND d.deptype = 'a'
      UNION ALL
      SELECT format('access method %I', m.amname)
      FROM pg_class c JOIN pg_am m ON m.oid = c.relam WHERE c.oid = ?::oid AND m.amname <> 'heap'
      UNION ALL
      SELECT 'primary key as it is: ' || pg_get_indexdef(i.indexrelid)
        || CASE WHEN i.indimmediate THEN '' ELSE ' DEFERRABLE' END
        || CASE WHEN i.indisclustered THEN ' (clustered)' ELSE '' END
        || coalesce(' TABLESPACE ' || (SELECT spcname FROM pg_tablespace t WHERE t.oid = x.reltablespace), '')
      FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
      WHERE i.indrelid = ?::oid AND i.indisprimary AND (NOT i.indimmediate OR i.indisclustered
        OR x.reltablespace <> 0 OR x.reloptions IS NOT NULL OR i.indnatts <> i.indnkeyatts)
      UNION ALL
      SELECT 'rule: ' || pg_get_ruledef(oid) FROM pg_rewrite WHERE ev_class = ?::oid
      UNION ALL
      SELECT format('membership of publication %I, which belongs to another role', p.pubname)
      FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
      WHERE r.prrelid = ?::oid AND NOT pg_has_role(p.pubowner, 'USAGE')
      UNION ALL
      SELECT format('row filter or column list in publication %I', p.pubname)
      FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
      WHERE r.prrelid = ?::oid
        AND coalesce(to_jsonb(r) ->> 'prqual', to_jsonb(r) ->> 'prattrs') IS NOT NULL
      """;

  private PropertyWarnings() {}

  static List<String> of(Session session, TableDescription replaced, TableShape shape) {
    Object[] parameters = new Object[(int) LOST.chars().filter(c -> c == '?').count()];
    Arrays.fill(parameters, replaced.oid());
    String table = "table \"" + replaced.name() + "\"";
    List<String> warnings = new ArrayList<>();
    for (String lost : session.texts("look what depends on a table", LOST, parameters)) {
      warnings.add(table + " has something the restored table will not have: " + lost);
    }
    List<String> columns = new ArrayList<>(replaced.shape().columnNames());
    columns.removeAll(shape.columnNames());
    for (String column : columns) {
      warnings.add(
          "%s has a column \"%s\" that is not in the backup and goes away"
              .formatted(table, column));
    }
    return warnings;
  }
}
