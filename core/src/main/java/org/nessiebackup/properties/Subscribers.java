package org.nessiebackup.properties;

import java.util.List;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;

/** Logical replication: which subscriptions apply the changes of another server to a catalog. */
final class Subscribers {
  /** By a view that everybody may read: the table below it shows no ids before version 14. */
  private static final String QUERY =
      """
      SELECT DISTINCT s.subname
      FROM pg_subscription_rel r
        JOIN pg_stat_subscription s ON s.subid = r.srsubid
        JOIN pg_class c ON c.oid = r.srrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?)
      ORDER BY s.subname
      """;

  private Subscribers() {}

  /** Their names. */
  static List<String> of(Session session, CatalogLocation catalog) {
    return session.texts("look for subscriptions", QUERY, catalog.schema(), catalog.names());
  }
}
