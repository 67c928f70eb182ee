package org.nessiebackup.cli.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/** The catalog of the demonstration, and what happens to it. */
final class DemoCatalog {
  static final String DATABASE = "nessie";
  static final String SCHEMA = "nessie";

  private final PostgresServer server;

  DemoCatalog(PostgresServer server) {
    this.server = server;
  }

  /** Fills it with content that Nessie's own library makes. */
  SampleCatalog fill() throws SQLException {
    server.createDatabase(DATABASE);
    try (Connection connection = server.connect(DATABASE)) {
      return SampleCatalog.create(connection, SCHEMA, CatalogShape.demo());
    }
  }

  /** Bytes on disk, with indexes and all. */
  long size() throws SQLException {
    return Long.parseLong(
        one(
            "SELECT pg_total_relation_size('nessie.refs2')"
                + " + pg_total_relation_size('nessie.objs2')"));
  }

  /**
   * A hash over every value of every row, in order, that the server computes. It knows nothing of
   * our digests, so that it can tell whether they lie.
   */
  String fingerprint() throws SQLException {
    return one(
        """
        SELECT md5(string_agg(hash, '' ORDER BY hash)) FROM (
          SELECT md5(r::text) AS hash FROM nessie.refs2 r
          UNION ALL SELECT md5(o::text) FROM nessie.objs2 o) AS rows
        """);
  }

  /** Drops a branch and deletes a share of the objects, as a mistake would. */
  Damage wreck() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      String branch =
          one(
              "SELECT min(ref_name) FROM nessie.refs2"
                  + " WHERE ref_name LIKE 'refs/heads/%' AND ref_name <> 'refs/heads/main'");
      statement.executeUpdate("DELETE FROM nessie.refs2 WHERE ref_name = '" + branch + "'");
      int rows =
          statement.executeUpdate(
              "DELETE FROM nessie.objs2 WHERE md5(obj_id) LIKE ANY ('{0%,1%,2%,3%}')");
      return new Damage(branch.substring("refs/heads/".length()), rows);
    }
  }

  /**
   * What was lost.
   *
   * @param branch the dropped branch
   * @param rows the deleted objects
   */
  record Damage(String branch, int rows) {}

  /**
   * Under a name that no restore minds: the server may take a moment to notice that a connection
   * was closed, and until then it would look like a Nessie that runs on.
   */
  private Connection connect() throws SQLException {
    Connection connection = server.connect(DATABASE);
    connection.setClientInfo("ApplicationName", "nessie-backup demo");
    return connection;
  }

  private String one(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}
