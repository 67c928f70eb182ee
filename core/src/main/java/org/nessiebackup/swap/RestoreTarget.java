package org.nessiebackup.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.CatalogOwners;
import org.nessiebackup.properties.RowSecurity;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.Relation;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * A schema as a restore finds it.
 *
 * @param server the server
 * @param catalog the schema and the tables that are to be in it
 * @param schemaExists whether the schema is there already
 * @param owner to whom belongs what is made there
 * @param tables those of the tables that are there
 * @param connected who is connected and uses them, one sentence each
 */
public record RestoreTarget(
    ServerFacts server,
    CatalogLocation catalog,
    boolean schemaExists,
    String owner,
    List<TableDescription> tables,
    List<String> connected) {
  private static final String OTHER_KIND =
      """
      SELECT c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind <> 'r'
      """;

  /** Takes its own copies of the lists. */
  public RestoreTarget {
    tables = List.copyOf(tables);
    connected = List.copyOf(connected);
  }

  /**
   * Looks at a schema and refuses what can never work.
   *
   * @throws BackupException {@link Failure#SERVER_UNSUPPORTED} on a standby, {@link
   *     Failure#PERMISSION} naming the GRANTs that are missing, {@link Failure#TARGET_GUARDED} if a
   *     view or the like has a table's name
   */
  public static RestoreTarget inspect(Session session, CatalogLocation catalog) {
    ServerFacts server = ServerFacts.of(session);
    if (server.standby()) {
      throw Failure.SERVER_UNSUPPORTED.exception(
          "the server is a standby, which nobody can write to", "Restore into the primary.");
    }
    refuseOtherKinds(session, catalog);
    SwapPrivileges.require(
        session, "restore into " + catalog, SwapPrivileges.toRestore(session, catalog));
    return new RestoreTarget(
        server,
        catalog,
        OwnSchema.exists(session, catalog.schema()),
        CatalogOwners.of(session, catalog).main(),
        TableInspector.present(session, catalog.schema(), catalog.names()),
        ConnectedSessions.of(session, catalog));
  }

  /** What would be in the way of any restore over a catalog, whoever restores which backup. */
  public static List<BackupException> obstacles(Session session, CatalogLocation catalog) {
    List<BackupException> obstacles = new ArrayList<>();
    for (TableDescription table : TableInspector.inspect(session, catalog)) {
      try {
        RowSecurity.refuseUnfit(session, table, table.shape());
      } catch (BackupException e) {
        if (e.failure() != Failure.TARGET_GUARDED) {
          throw e;
        }
        obstacles.add(e);
      }
    }
    return obstacles;
  }

  private static void refuseOtherKinds(Session session, CatalogLocation catalog) {
    Optional<String> other =
        session.first(
            "look at the target",
            OTHER_KIND,
            row -> otherKind(catalog.schema(), row.getString(1), row.getString(2)),
            catalog.schema(),
            catalog.names());
    if (other.isPresent()) {
      throw Failure.TARGET_GUARDED.exception(
          other.get(), "Rename or remove it, or restore into another schema with --target-schema.");
    }
  }

  private static String otherKind(String schema, String name, String kind) {
    return Relation.Kind.of(kind)
        .map(known -> new Relation(schema, name, known).described() + ", not an ordinary table")
        .orElse("\"%s\".\"%s\" is not an ordinary table".formatted(schema, name));
  }
}
