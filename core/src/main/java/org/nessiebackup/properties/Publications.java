package org.nessiebackup.properties;

import java.util.List;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ReplicaMark;

/**
 * Logical replication: which publications name a table of the catalog, and may be changed by us.
 */
public final class Publications {
  private static final String QUERY =
      """
      SELECT p.pubname, c.relname,
        starts_with(coalesce(obj_description(p.oid, 'pg_publication'), ''), ?) AS of_replica
      FROM pg_publication_rel r
        JOIN pg_publication p ON p.oid = r.prpubid
        JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND pg_has_role(p.pubowner, 'USAGE')
      ORDER BY p.pubname, c.relname
      """;

  private Publications() {}

  /**
   * That a publication names a table.
   *
   * @param ofReplica whether a replica of ours follows by it, which has the rows of this table
   */
  public record Membership(String publication, String table, boolean ofReplica) {}

  public static List<Membership> of(Session session, CatalogLocation catalog) {
    return session.query(
        "look for publications",
        QUERY,
        row -> new Membership(row.getString(1), row.getString(2), row.getBoolean(3)),
        ReplicaMark.PUBLICATION,
        catalog.schema(),
        catalog.names());
  }

  /**
   * Takes the replaced tables out and puts those of the same names in. A table that nothing
   * replaces stays a member, and comes back as one. Who follows by a replica's publication would
   * get changes of rows that it has not: that is dropped.
   *
   * @param keptSchema where the replaced ones are
   * @param schema where they were
   * @param arrived the names of those that are there now
   */
  public static void transfer(
      Session session,
      List<Membership> memberships,
      String keptSchema,
      String schema,
      List<String> arrived) {
    memberships.stream()
        .filter(Membership::ofReplica)
        .map(Membership::publication)
        .distinct()
        .forEach(
            name ->
                session.execute(
                    "drop publication \"" + name + "\"", "DROP PUBLICATION " + Sql.name(name)));
    for (Membership membership : memberships) {
      if (!membership.ofReplica() && arrived.contains(membership.table())) {
        String what = "change publication \"" + membership.publication() + "\"";
        String publication = "ALTER PUBLICATION " + Sql.name(membership.publication());
        session.execute(
            what, publication + " DROP TABLE ONLY " + Sql.name(keptSchema, membership.table()));
        session.execute(
            what, publication + " ADD TABLE ONLY " + Sql.name(schema, membership.table()));
      }
    }
  }
}
