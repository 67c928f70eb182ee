package org.nessiebackup.tables;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Rows that know when they were last used, in microseconds since 1970.
 *
 * @param catalog where the table is
 * @param table its name
 * @param column knows when
 */
public record TimedRows(CatalogLocation catalog, String table, String column) {
  /**
   * Lets those that were used not long before the newest of them count as used now. Reads the whole
   * table.
   *
   * @param before how long before
   * @return how many
   */
  public int touch(Session session, Duration before) {
    String name = Sql.name(catalog.schema(), table);
    String used = Sql.name(column);
    String sql =
        """
        UPDATE ONLY %1$s SET %2$s = extract(epoch FROM clock_timestamp()) * 1000000
        WHERE %2$s > (SELECT max(%2$s) FROM ONLY %1$s) - ?
        """
            .formatted(name, used);
    return session.batch(
        "touch rows of table \"" + table + "\"",
        sql,
        List.<Object[]>of(new Object[] {Math.multiplyExact(before.toMillis(), 1000)}));
  }
}
