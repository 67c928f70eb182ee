package org.nessiebackup.tables;

import java.util.List;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;

/**
 * Whether the xmin of a table's rows shows all that happens to them. It does not where values come
 * from the table's description: a column that was dropped and added again gives old rows other
 * values and leaves their xmin as it was; neither with types whose values are defined elsewhere,
 * such as enums, nor with generated columns, nor with tables that are kept in another way.
 */
public final class ChangeTrackingCheck {
  private static final String BUILT_IN = "pg_catalog";

  private static final String STEADY =
      """
      SELECT count(*)
      FROM pg_class c JOIN pg_am am ON am.oid = c.relam
      WHERE c.oid = ANY (?::oid[]) AND c.relpersistence = 'p' AND am.amname = 'heap' AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
          AND (age(a.xmin) BETWEEN 0 AND age(?::xid) OR a.attgenerated <> '' AND NOT a.attisdropped))
      """;

  private ChangeTrackingCheck() {}

  /** Whether the rows can be recognised by a key in front, and have values of built-in types. */
  public static boolean suits(TableShape shape) {
    return shape.leadingKey() > 0
        && shape.columns().stream().allMatch(each -> each.type().schema().equals(BUILT_IN));
  }

  /** Whether nobody has changed the columns of any of these tables since a horizon. */
  public static boolean since(Session session, List<TableDescription> tables, long horizon) {
    long steady =
        session.one(
            "look for changes of the tables",
            STEADY,
            row -> row.getLong(1),
            tables.stream().map(each -> String.valueOf(each.oid())).toList(),
            String.valueOf(ChangedRows.onCircle(horizon)));
    return steady == tables.size();
  }
}
