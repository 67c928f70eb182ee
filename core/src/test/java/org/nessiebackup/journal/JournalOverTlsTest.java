package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Failure;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;

/** As most have it: what has come lies in records that nobody sees until they are read. */
class JournalOverTlsTest {
  private static PostgresServer server;
  private static JournalScene scene;

  @BeforeAll
  static void start() throws SQLException {
    server =
        PostgresServer.start(
            PostgresOptions.defaults().withTls().withSetting("wal_level", "logical"));
    scene = JournalScene.withCatalog(server);
    scene.journal().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void commitsAreStoredThoughNoOthersFollow() throws SQLException {
    CatalogRows before = scene.rows();
    try (JournalScene.Following following = scene.follow()) {
      for (int i = 0; i < 3; i++) {
        scene.grow(1);
        following.await(
            FollowReport.Stored.class, stored -> !stored.file().transactions().isEmpty());
      }
      scene.sql(
          """
          INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
          SELECT 'long', decode(md5(i::text), 'hex'), 'c', NULL, decode(repeat(md5(i::text), 40), 'hex'), i
          FROM generate_series(1, 20000) i
          """);
      following.catchUp();
      scene.assertHasAll(before);
      server.restart();
      FollowReport.Waiting waiting = following.await(FollowReport.Waiting.class);
      assertThat(waiting.reason().failure()).isEqualTo(Failure.CONNECTION);
      following.await(FollowReport.Following.class);
      scene.grow(1);
      following.catchUp();
    }
    scene.assertHasAll(before);
  }
}
