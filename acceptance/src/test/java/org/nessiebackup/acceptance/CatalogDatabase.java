package org.nessiebackup.acceptance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/**
 * A database with the role {@code nessie} and a schema {@code nessie} that belongs to it.
 *
 * @param server the server
 * @param name the database
 */
public record CatalogDatabase(PostgresServer server, String name) {
  public static final String ROLE = "nessie";
  public static final String SCHEMA = "nessie";
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Creates it, with an empty schema; one at a time, as all share the role. */
  public static synchronized CatalogDatabase create(PostgresServer server, String name) {
    CatalogDatabase postgres = new CatalogDatabase(server, "postgres");
    if (postgres.query("SELECT rolname FROM pg_roles WHERE rolname = 'nessie'").isEmpty()) {
      postgres.execute("CREATE ROLE nessie LOGIN");
    }
    postgres.execute("CREATE DATABASE " + name + " OWNER nessie");
    CatalogDatabase database = new CatalogDatabase(server, name);
    database.execute("CREATE SCHEMA nessie AUTHORIZATION nessie");
    return database;
  }

  /** Fills the schema with a catalog that the role owns, with some megabytes of rows. */
  public CatalogDatabase filled() {
    try (Connection connection = connect()) {
      CatalogShape shape =
          CatalogOddities.in(new CatalogShape(300, 3, 150, 60, 7, List.of("", "other")));
      SampleCatalog.create(connection, SCHEMA, shape);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    execute(
        "ALTER TABLE nessie.refs2 OWNER TO nessie",
        "ALTER TABLE nessie.objs2 OWNER TO nessie",
        "VACUUM ANALYZE nessie.objs2");
    return this;
  }

  /** Rows lost and rows changed, as by a bad script. */
  public void wreck() {
    execute(
        "DELETE FROM nessie.objs2 WHERE get_byte(obj_id, 0) % 4 = 0",
        "UPDATE nessie.refs2 SET pointer = obj_id FROM (SELECT obj_id FROM nessie.objs2 LIMIT 1) o",
        "DELETE FROM nessie.refs2 WHERE ref_name LIKE '%1%'");
  }

  /** What names this database to a command, when it is reached at this port. */
  public Map<String, String> environment(int port) {
    return Map.of(
        "POSTGRES_HOST",
        server.host(),
        "POSTGRES_PORT",
        String.valueOf(port),
        "POSTGRES_DB",
        name,
        "POSTGRES_USER",
        ROLE,
        "POSTGRES_PASSWORD",
        "not asked for");
  }

  /** A superuser's connection. */
  public Connection connect() throws SQLException {
    return server.connect(name);
  }

  /** Runs statements as superuser. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of a query. */
  public List<String> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All rows of both tables, computed by the server in a way that has nothing to do with ours. */
  public List<String> fingerprint() {
    return List.of(fingerprint("nessie.refs2"), fingerprint("nessie.objs2"));
  }

  private String fingerprint(String table) {
    return query(
            """
            SELECT count(*) || ' ' || coalesce(md5(string_agg(h, '' ORDER BY h)), '')
            FROM (SELECT md5(t::text) AS h FROM %s AS t) AS rows\
            """
                .formatted(table))
        .getFirst();
  }

  /** Schemas in which a restore was at work. */
  public List<String> stagingSchemas() {
    return query(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie\\_backup\\_staging%'");
  }

  /** Waits until the server has noticed that our commands have gone. */
  public void awaitNobody() {
    Deadline.await("the end of our sessions", LONG, () -> sessions().isEmpty());
  }

  private List<String> sessions() {
    return query(
        "SELECT query FROM pg_stat_activity WHERE application_name LIKE 'nessie-backup%'"
            + " AND datname = current_database()");
  }

  /** Ends our commands' sessions, as an administrator would. */
  public void terminateSessions() {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name LIKE 'nessie-backup%' AND datname = current_database()");
  }
}
