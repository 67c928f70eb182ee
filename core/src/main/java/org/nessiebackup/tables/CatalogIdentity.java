package org.nessiebackup.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Which catalog it is, and no other: the server's cluster, the database, the schema and the tables
 * themselves. Works for tables that are not as Nessie wants them, and for a part of a catalog.
 *
 * @param place cluster, database and schema, by numbers that the server gave them
 * @param tables those of the catalog's tables that are there
 */
public record CatalogIdentity(String place, List<Table> tables) {
  private static final String TABLES =
      """
      SELECT c.relname, c.oid, pg_total_relation_size(c.oid) AS bytes,
        format('%s %s', (SELECT oid FROM pg_database WHERE datname = current_database()), n.oid)
          AS place
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r' ORDER BY c.relname
      """;

  /** Takes its own copy of the list. */
  public CatalogIdentity {
    tables = List.copyOf(tables);
  }

  /**
   * A table of the catalog.
   *
   * @param name its name
   * @param oid its object id
   * @param bytes its size on disk, with everything that belongs to it
   */
  public record Table(String name, long oid, long bytes) {}

  /** Reads it from the server. */
  public static CatalogIdentity of(Session session, CatalogLocation catalog) {
    List<String> places = new ArrayList<>();
    List<Table> tables =
        session.query(
            "look which tables there are",
            TABLES,
            row -> {
              places.add(row.getString("place"));
              return new Table(row.getString("relname"), row.getLong("oid"), row.getLong("bytes"));
            },
            catalog.schema(),
            catalog.names());
    String cluster = ServerFacts.of(session).identity().system().orElse("");
    String place = places.stream().findFirst().orElse("");
    return new CatalogIdentity(cluster + " " + place, tables);
  }

  /**
   * A short code that fits this catalog only, and only until its tables are exchanged. Who types it
   * has looked at the right one.
   */
  public String code() {
    String identity =
        tables.stream()
            .map(table -> "\n" + table.name() + " " + table.oid())
            .collect(Collectors.joining("", place, ""));
    return Digests.code(identity);
  }

  /** How many rows a table has; absent if the server cannot read it. */
  public static Optional<Long> rows(Session session, CatalogLocation catalog, String table) {
    try {
      return session.first(
          "count the rows of table \"" + table + "\"",
          "SELECT count(*) FROM ONLY " + Sql.name(catalog.schema(), table),
          row -> row.getLong(1));
    } catch (BackupException e) {
      if (e.failure() != Failure.DATABASE) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
