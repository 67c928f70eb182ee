package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.testing.TestDatabase;

/** Who writes while a replica is made. */
class ReplicaUnderWritesTest {
  private static final int WRITERS = 3;

  @ParameterizedTest
  @CsvSource({"15, 18, 1"})
  void nothingIsMissingAndNothingComesTwice(int primary, int replica, long seed) {
    assertIsThereOnce(primary, replica, seed);
  }

  @Tag("thorough")
  @ParameterizedTest
  @CsvSource({"18, 15, 2", "13, 18, 3"})
  void nothingIsMissingAndNothingComesTwiceToOthers(int primary, int replica, long seed) {
    assertIsThereOnce(primary, replica, seed);
  }

  private static void assertIsThereOnce(int primary, int replica, long seed) {
    try (ReplicaScene scene = ReplicaScene.create(primary, replica)) {
      AtomicBoolean enough = new AtomicBoolean();
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        writers.add(
            CompletableFuture.runAsync(
                () ->
                    write(
                        scene.servers().primary(),
                        number,
                        new SplittableRandom(seed + number),
                        enough),
                task -> Thread.ofPlatform().name("writer " + number).start(task)));
      }
      try {
        scene.create();
      } finally {
        enough.set(true);
        writers.forEach(CompletableFuture::join);
      }
      assertThat(scene.isEqual()).isTrue();
    }
  }

  /** Transactions of one to five changes, some of which are taken back. */
  private static void write(
      TestDatabase database, int writer, SplittableRandom random, AtomicBoolean enough) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; !enough.get(); i++) {
        for (int change = random.nextInt(1, 6); change > 0; change--) {
          statement.execute(change(writer, i * 10 + change, random));
        }
        if (random.nextInt(5) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String change(int writer, int number, SplittableRandom random) {
    String own = "repo = 'writer" + writer + "'";
    return switch (random.nextInt(4)) {
      case 0 ->
          "DELETE FROM nessie.refs2 WHERE %s AND ref_name LIKE '%%%d'"
              .formatted(own, random.nextInt(10));
      case 1 ->
          "UPDATE nessie.refs2 SET pointer = decode(md5('%d'), 'hex') WHERE %s AND ref_name LIKE '%%%d'"
              .formatted(number, own, random.nextInt(10));
      default ->
          "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted, created_at) VALUES ('writer%d', 'ref-%d', decode(md5('%d'), 'hex'), false, %d)"
              .formatted(writer, number, number, number);
    };
  }
}
