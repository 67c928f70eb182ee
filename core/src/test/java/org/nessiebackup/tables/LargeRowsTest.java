package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Cancellation;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** Rows of any size are read in pieces, and are the same rows. */
class LargeRowsTest {
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private @TempDir Path folder;

  @BeforeEach
  void grow() {
    // Of some the value is large on disk, of others only when it is decompressed, or together.
    database.execute(
        "CREATE TYPE mood AS ENUM ('fine')",
        "ALTER TABLE nessie.objs2 ADD COLUMN words text[], ADD COLUMN mood mood, ADD COLUMN n"
            + " numeric",
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_value, words, mood, n) VALUES ('large',"
            + " '\\x01', decode(repeat('c0ffee', 7000000), 'hex'), '{a,NULL}', 'fine', 1.5)",
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_vers, obj_value) VALUES ('large', '\\x02',"
            + " repeat('\u00e4', 3000000), decode(repeat('00', 3000000), 'hex'))",
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_vers) VALUES ('large', '\\x03', repeat('x',"
            + " 8388608))");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void noPieceIsLargerThanALargeRowAndTheRowsAreThoseOfACopy() throws IOException {
    try (Session session = database.database().open(new Cancellation())) {
      TableShape shape = TableInspector.inspect(session, "nessie", "objs2").orElseThrow().shape();
      RowCounter all = new RowCounter(shape.columns().size());
      List<Integer> lengths = new ArrayList<>();
      TableReader.read(
          session,
          "nessie",
          shape,
          PageRange.ALL,
          (bytes, offset, length) -> {
            lengths.add(length);
            all.accept(bytes, offset, length);
          });
      assertThat(lengths).allMatch(length -> length <= LargeRows.LARGE);
      RowCounter whole = new RowCounter(shape.columns().size());
      TableReader.copy(
          session, "read", "SELECT * FROM nessie.objs2", (b, o, l) -> whole.accept(b, o, l));
      RowCount rows = whole.finish();
      assertThat(all.finish()).isEqualTo(rows);
    }
  }

  @Test
  void theyAreBackedUpWholeAndAsChangesAndRestored() {
    // With a type of somebody's own there are no incremental backups.
    database.execute("ALTER TABLE nessie.objs2 DROP COLUMN mood");
    List<String> before = database.catalogFingerprint("nessie");
    Operations operations =
        new Operations(new FolderStore(folder), database.database(), new TestContext());
    operations.backup();
    database.execute("UPDATE nessie.objs2 SET obj_ref = 1 WHERE repo = 'large'");
    Manifest incremental = operations.backup();
    assertThat(incremental.table("objs2").orElseThrow().changes()).isPresent();
    operations.restoreLatest();
    database.execute("UPDATE nessie.objs2 SET obj_ref = NULL WHERE repo = 'large'");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void theTrailerIsHeldBackHoweverTheStreamArrives() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      byte[] stream = new byte[2 + random.nextInt(12)];
      random.nextBytes(stream);
      ByteArrayOutputStream passed = new ByteArrayOutputStream();
      TableReader.UntilTrailer until =
          new TableReader.UntilTrailer(
              (bytes, offset, length) -> passed.write(bytes, offset, length));
      for (int at = 0; at < stream.length; ) {
        int length = Math.min(stream.length - at, random.nextInt(4));
        until.accept(stream, at, length);
        at += length;
      }
      assertThat(passed.toByteArray())
          .isEqualTo(java.util.Arrays.copyOf(stream, stream.length - 2));
      until.finish();
      assertThat(passed.toByteArray()).isEqualTo(stream);
    }
  }
}
