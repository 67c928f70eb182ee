package org.nessiebackup.replication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.tables.CatalogLocation;

/**
 * Whether all changes of a table can be read.
 *
 * @param name its name
 * @param oid its object id
 * @param logged whether the log has its changes
 * @param identified whether its old rows are named by the primary key, or come as a whole
 * @param owned whether our role has its owner's rights
 * @param owner its owner, quoted
 * @param secured whether policies hide rows of it from somebody
 */
record TableReadiness(
    QualifiedName name,
    long oid,
    boolean logged,
    boolean identified,
    boolean owned,
    String owner,
    boolean secured) {
  /** A key that is checked late, or an index of other columns, names no row of ours. */
  private static final String QUERY =
      """
      SELECT n.nspname, c.relname, c.oid, c.relpersistence = 'p' AS logged,
        c.relreplident = 'f' OR EXISTS (
          SELECT FROM pg_index k LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident
          WHERE k.indrelid = c.oid AND k.indisprimary AND k.indisvalid AND k.indimmediate
            AND CASE c.relreplident WHEN 'd' THEN true
              WHEN 'i' THEN i.indisvalid AND i.indkey::int2[] @> k.indkey::int2[]
                AND k.indkey::int2[] @> i.indkey::int2[]
              ELSE false END) AS identified,
        pg_has_role(c.relowner, 'USAGE') AS owned, quote_ident(pg_get_userbyid(c.relowner)) AS owner,
        c.relrowsecurity AS secured
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r' ORDER BY c.relname
      """;

  private static final String MAY_CREATE =
      """
      SELECT has_database_privilege(current_database(), 'CREATE'), quote_ident(current_database()),
        quote_ident(current_user)
      """;

  /** Asks the server about the tables of a catalog. */
  static List<TableReadiness> of(Session session, CatalogLocation catalog) {
    return session.query(
        "ask whether changes of the catalog can be read",
        QUERY,
        TableReadiness::read,
        catalog.schema(),
        catalog.names());
  }

  private static TableReadiness read(ResultSet row) throws SQLException {
    return new TableReadiness(
        new QualifiedName(row.getString("nspname"), row.getString("relname")),
        row.getLong("oid"),
        row.getBoolean("logged"),
        row.getBoolean("identified"),
        row.getBoolean("owned"),
        row.getString("owner"),
        row.getBoolean("secured"));
  }

  /** What of the table itself speaks against it. */
  List<ReplicationObstacle> obstacles() {
    String table = Sql.name(name);
    List<ReplicationObstacle> all = new ArrayList<>();
    if (!logged) {
      all.add(
          unsuitable(
              Kind.UNLOGGED,
              "table \"%s\" is unlogged, so its changes are in no log".formatted(name),
              "Run as its owner: ALTER TABLE " + table + " SET LOGGED;"));
    }
    if (!identified) {
      all.add(
          unsuitable(
              Kind.REPLICA_IDENTITY,
              "table \"%s\" does not say by its primary key which row was changed; published as it"
                      .formatted(name)
                  + " is, it might refuse updates and deletes",
              "Run as its owner, after it has a primary key: ALTER TABLE "
                  + table
                  + " REPLICA IDENTITY DEFAULT;"));
    }
    if (secured) {
      all.add(
          unsuitable(
              Kind.ROW_SECURITY,
              "table \"%s\" has row security, which whoever reads changes is not subject to"
                  .formatted(name),
              "Nothing is to be done. Its rows are in the vault, as they are in backups."));
    }
    return all;
  }

  private static ReplicationObstacle unsuitable(Kind kind, String message, String hint) {
    return new ReplicationObstacle(kind, Failure.CATALOG_UNSUITABLE, message, hint);
  }

  /** What the role lacks to publish tables, together with the statements that give it. */
  static List<ReplicationObstacle> ofPublishing(
      Session session, List<TableReadiness> tables, String publication) {
    List<String> statements =
        session.one(
            "ask about privileges",
            MAY_CREATE,
            row -> {
              List<String> grants = new ArrayList<>();
              if (!row.getBoolean(1)) {
                grants.add(
                    "GRANT CREATE ON DATABASE %s TO %s"
                        .formatted(row.getString(2), row.getString(3)));
              }
              for (String owner : foreignOwners(tables)) {
                grants.add("GRANT %s TO %s".formatted(owner, row.getString(3)));
              }
              return grants;
            });
    if (statements.isEmpty()) {
      return List.of();
    }
    return List.of(
        new ReplicationObstacle(
            Kind.PUBLICATION_PRIVILEGE,
            Failure.PERMISSION,
            "the role may not publish the catalog's tables, which their owner may who can create in"
                + " the database",
            "Let that owner, or a superuser, do it once: "
                + Publication.statement(
                    publication, tables.stream().map(TableReadiness::name).toList())
                + "; or give the role what it lacks: "
                + String.join("; ", statements)
                + ";"));
  }

  private static List<String> foreignOwners(List<TableReadiness> tables) {
    return tables.stream()
        .filter(each -> !each.owned())
        .map(TableReadiness::owner)
        .distinct()
        .collect(Collectors.toList());
  }
}
