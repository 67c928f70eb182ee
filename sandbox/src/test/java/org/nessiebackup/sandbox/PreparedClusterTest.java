package org.nessiebackup.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedClusterTest {
  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {13, 18})
  void eachCopyIsAServerOfItsOwn(int majorVersion) throws IOException, SQLException {
    PreparedCluster prepared = new PreparedCluster(folder.resolve("prepared"));
    try (PostgresServer first =
        PostgresServer.start(PostgresOptions.defaults().withMajorVersion(majorVersion))) {
      String identifier = identifier(first);
      first.stop();
      assertThat(prepared.copyTo(folder.resolve("none"))).isFalse();
      prepared.keep(first.dataFolder());
      prepared.keep(first.dataFolder());

      try (PostgresServer one = copy(prepared, first);
          PostgresServer another = copy(prepared, first)) {
        assertThat(identifier(one)).isNotEqualTo(identifier).isNotEqualTo(identifier(another));
        one.killHard();
        one.restart();
        assertThat(identifier(one)).isNotEqualTo(identifier(another));
      }
    }
    assertThat(folder)
        .isDirectoryContaining(prepared.folder()::equals)
        .isDirectoryNotContaining("glob:**/prepared-*");
  }

  private static PostgresServer copy(PreparedCluster prepared, PostgresServer like)
      throws IOException {
    ServerFolder place = ServerFolder.create();
    return like.startAnother(
        place,
        () -> {
          assertThat(prepared.copyTo(place.data())).isTrue();
          place.account().own(place.root());
        });
  }

  private static String identifier(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT system_identifier::text FROM pg_control_system()")) {
      row.next();
      return row.getString(1);
    }
  }
}
