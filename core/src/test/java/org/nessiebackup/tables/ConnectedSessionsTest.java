package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationSession.SlotOption;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.testing.TestDatabase;

class ConnectedSessionsTest {
  private static final CatalogLocation CATALOG =
      new CatalogLocation("nessie", new TableSet("JDBC2", List.of("refs2", "objs2")));

  /** One who owns the tables, and one who may write to them; neither sees what the other does. */
  private static String withRoles(TestDatabase database) {
    String owner = "owner_of_" + database.name();
    String writer = "writer_of_" + database.name();
    database.execute(
        "CREATE ROLE " + owner + " LOGIN",
        "CREATE ROLE " + writer + " LOGIN REPLICATION",
        "ALTER SCHEMA nessie OWNER TO " + owner,
        "ALTER TABLE nessie.refs2 OWNER TO " + owner,
        "ALTER TABLE nessie.objs2 OWNER TO " + owner,
        "GRANT USAGE ON SCHEMA nessie TO " + writer,
        "GRANT INSERT ON nessie.refs2, nessie.objs2 TO " + writer);
    return writer;
  }

  private static List<String> connected(TestDatabase database, String role) {
    try (Session session = database.database(role).open(new Cancellation())) {
      return ConnectedSessions.of(session, CATALOG);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 18})
  void whoeverMayWriteIsSeenAlsoByARoleThatSeesNoStatistics(int version) throws SQLException {
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie")) {
      String writer = withRoles(database);
      String owner = "owner_of_" + database.name();
      String url = database.server().jdbcUrl(database.name());
      try (Connection nessie =
          DriverManager.getConnection(
              url + (url.contains("?") ? "&" : "?") + "ApplicationName=Nessie", writer, "")) {
        assertThat(nessie.isValid(10)).isTrue();
        assertThat(connected(database, owner))
            .singleElement()
            .satisfies(
                each ->
                    assertThat(each)
                        .contains(writer, "Nessie", "GRANT pg_read_all_stats TO " + owner));
        assertThat(connected(database, "postgres"))
            .singleElement()
            .satisfies(each -> assertThat(each).contains(writer).doesNotContain("GRANT"));
      }
    }
  }

  @Test
  void whoReadsTheLogDoesNotWriteWhoeverLooks() {
    try (TestDatabase database = TestDatabase.create(18).withCatalog("nessie")) {
      String writer = withRoles(database);
      try (ReplicationSession reader =
          database.database(writer).openReplication("reader", new Cancellation())) {
        reader.createSlot("temporary_of_" + database.name(), Set.of(SlotOption.TEMPORARY));
        assertThat(connected(database, "owner_of_" + database.name())).isEmpty();
      }
    }
  }
}
