package org.nessiebackup.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The role that the guide has for backups: it may read the two tables, and nothing else. */
final class ReadingRole {
  static final String NAME = "backup";

  /** What somebody has made for it, so that it need not own the tables. */
  static final String PUBLICATION = "kept";

  private ReadingRole() {}

  /** Makes it, in a server that has a catalog. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN".formatted(NAME));
      statement.execute("GRANT USAGE ON SCHEMA %s TO %s".formatted(CatalogSource.SCHEMA, NAME));
      statement.execute(
          "GRANT SELECT ON %1$s.refs2, %1$s.objs2 TO %2$s".formatted(CatalogSource.SCHEMA, NAME));
    }
  }

  /** Lets it follow a journal as well. */
  static void admitToJournal(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE %s REPLICATION".formatted(NAME));
      statement.execute(
          "CREATE PUBLICATION %2$s FOR TABLE %1$s.refs2, %1$s.objs2"
              .formatted(CatalogSource.SCHEMA, PUBLICATION));
    }
  }
}
