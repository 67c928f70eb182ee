package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.testing.NessieZip;
import org.nessiebackup.testing.TestContext;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CompressionProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ContentValueProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CustomProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;

/** Whatever is wrong, there is no zip file that somebody could import. */
class NessieZipDamageTest {
  private static final byte[] NONSENSE = {1, 2};
  private static ZipScene scene;
  private static NessieZip whole;
  private static @TempDir Path folder;

  @BeforeAll
  static void fill() {
    scene = new ZipScene();
    whole = scene.export(ZipScene.LIVE, "", folder.resolve("whole.zip"));
  }

  @AfterAll
  static void drop() {
    scene.close();
  }

  private static NessieZip write(
      Function<ObjectRow, Optional<ObjectRow>> change, ObjectRow... added) {
    Path file = folder.resolve("changed.zip");
    try (ChangedCatalog source = new ChangedCatalog(scene.open(), change, added)) {
      ZipScene.write(source, file);
    }
    return new NessieZip(file);
  }

  private static void assertRefused(
      Failure failure, String message, Function<ObjectRow, Optional<ObjectRow>> change) {
    BackupException refused = catchThrowableOfType(BackupException.class, () -> write(change));
    assertThat(refused).as(message).isNotNull().hasMessageContaining(message);
    assertThat(refused.failure()).isEqualTo(failure);
    assertNoZip(folder.resolve("changed.zip"));
  }

  /** A file without directory at its end. */
  private static void assertNoZip(Path file) {
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> new NessieZip(file));
  }

  private static Function<ObjectRow, Optional<ObjectRow>> without(Predicate<ObjectRow> which) {
    return row -> which.test(row) ? Optional.empty() : Optional.of(row);
  }

  private static Function<ObjectRow, Optional<ObjectRow>> with(
      byte[] value, Predicate<ObjectRow> which) {
    return row -> Optional.of(which.test(row) ? row("", row.id(), row.type(), value) : row);
  }

  private static ObjectRow row(String repository, ObjectId id, String type, byte[] value) {
    return new ObjectRow(repository, id, type, Optional.of("v1"), value, 0);
  }

  @Test
  void whatIsMissingIsDamage() {
    String head = whole.heads().hexes("heads").getFirst();
    String root = whole.commits().getFirst().hex("commit_id");
    for (String commit : List.of(head, root)) {
      assertRefused(
          Failure.DAMAGED, commit + "\" is missing", without(row -> row.id().hex().equals(commit)));
    }
    assertRefused(Failure.DAMAGED, "is missing", without(row -> row.type().equals("v")));
    assertRefused(Failure.DAMAGED, "is missing", without(row -> row.type().equals("s")));
  }

  @Test
  void whatIsNeededAndCannotBeReadIsDamage() {
    String head = whole.heads().hexes("heads").getFirst();
    assertRefused(
        Failure.DAMAGED,
        head + "\" cannot be read",
        with(NONSENSE, row -> row.id().hex().equals(head)));
    assertRefused(Failure.DAMAGED, "cannot be read", with(NONSENSE, row -> row.type().equals("v")));
    assertRefused(Failure.DAMAGED, "cannot be read", with(NONSENSE, row -> row.type().equals("s")));
    assertRefused(Failure.DAMAGED, "cannot be read", with(NONSENSE, row -> row.type().equals("u")));
  }

  @Test
  void commitThatIsItsOwnAncestorIsDamage() throws IOException {
    String head = whole.heads().hexes("heads").getFirst();
    String root = whole.commits().getFirst().hex("commit_id");
    Map<String, ObjectRow> rows = new ConcurrentHashMap<>();
    try (CatalogSource source = scene.open()) {
      source.objects((repository, id, type) -> id.hex().equals(root), row -> rows.put(root, row));
    }
    ObjProto.Builder object = ObjProto.parseFrom(rows.get(root).value().bytes()).toBuilder();
    object.getCommitBuilder().setTail(0, ByteString.copyFrom(HexFormat.of().parseHex(head)));

    assertRefused(
        Failure.DAMAGED,
        "is an ancestor of itself",
        with(object.build().toByteArray(), row -> row.id().hex().equals(root)));
  }

  @Test
  void contentOfAnUnknownKindIsNotGuessedAt() {
    byte[] unknown =
        ObjProto.newBuilder()
            .setContentValue(
                ContentValueProto.newBuilder()
                    .setContentId("x")
                    .setPayload(99)
                    .setData(ByteString.copyFromUtf8("x")))
            .build()
            .toByteArray();
    assertRefused(
        Failure.FORMAT_UNSUPPORTED, "is of kind 99", with(unknown, row -> row.type().equals("v")));
  }

  @Test
  void whatNobodyNeedsMayBeUnreadable() {
    NessieZip zip = write(Optional::of, row("", ObjectId.of("77".repeat(32)), "c", NONSENSE));

    assertThat(zip.commits()).isEqualTo(whole.commits());
  }

  @Test
  void settingsOfTheCatalogServiceGoAlongAndItsTasksDoNot() {
    byte[] value =
        ObjProto.newBuilder()
            .setCustom(
                CustomProto.newBuilder()
                    .setObjType("whatever")
                    .setCompression(CompressionProto.NONE)
                    .setData(ByteString.copyFromUtf8("data")))
            .build()
            .toByteArray();
    ObjectId settings = ObjectId.of("lakehouse-config".getBytes(StandardCharsets.US_ASCII));
    NessieZip zip =
        write(
            Optional::of,
            row("", settings, "l-cfg", value),
            row("", ObjectId.of("abcdef"), "task", value),
            row("other", settings, "other", value));

    List<NessieZip.Message> custom =
        zip.objects().stream().filter(object -> !object.text("type_name").equals("u")).toList();
    assertThat(custom).hasSize(1);
    assertThat(custom.getFirst().hex("id")).isEqualTo(settings.hex());
    assertThat(custom.getFirst().text("type_name")).isEqualTo("l-cfg");
    assertThat(custom.getFirst().choice("encoding")).isEqualTo("Smile");
    assertThat(custom.getFirst().text("compression")).isEqualTo("N");
    assertThat(custom.getFirst().text("version_token")).isEqualTo("v1");
    assertThat(custom.getFirst().bytes("data")).isEqualTo("data".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void damagedBackupGivesNoArchive() throws IOException {
    scene.backup();
    for (var object : scene.store().list("backups/")) {
      if (object.name().contains("objs2")) {
        byte[] bytes = scene.store().bytes(object.name());
        bytes[bytes.length - 20] ^= 1;
        scene.store().overwrite(object.name(), bytes);
      }
    }
    Path file = folder.resolve("damaged.zip");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.export(ZipScene.BACKUP, Optional.of(""), file))
        .matches(e -> e.failure() == Failure.DAMAGED);
    assertNoZip(file);
  }

  @Test
  void storeTypeJdbcIsRefused() throws SQLException {
    try (Connection connection = scene.database().connect()) {
      StoreType.JDBC.create(connection, "old", CatalogShape.small().withCommits(2));
    }
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                scene.export(
                    new CatalogOrigin.Live(Optional.of("old"), Optional.empty()),
                    Optional.of(""),
                    folder.resolve("old.zip")))
        .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED);
  }

  @Test
  void targetThatFailsIsSaidInWords() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.export(ZipScene.LIVE, Optional.of(""), full, new TestContext()))
        .matches(e -> e.failure() == Failure.STORE_FULL)
        .withMessageContaining("cannot write the archive");
  }

  @Test
  void requestToStopIsHeard() {
    TestContext work = new TestContext();
    work.onAdvance(() -> work.cancellation().request());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () -> scene.export(ZipScene.LIVE, Optional.of(""), new ByteArrayOutputStream(), work))
        .matches(e -> e.failure() == Failure.INTERRUPTED);
  }
}
