package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;

/** A vault of the first format can be used by every later version. */
class FrozenVaultTest {
  private static final String BACKUP = "20261126T071123Z-e0e1";

  /** What the server said of the catalog right after the backup. */
  private static final List<String> FINGERPRINT =
      List.of("30 f2cd5eee0d3a4477a70d0185c253b8e0", "804 b10e4583dbf183766555737c01974748");

  private final TestContext work = new TestContext();
  private @TempDir Path folder;

  static List<Integer> versions() {
    return List.copyOf(PostgresServer.available());
  }

  @BeforeEach
  void unpack() throws IOException, URISyntaxException {
    URL frozen = FrozenVaultTest.class.getResource("format-1-first");
    Path source = Path.of(frozen.toURI());
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void itIsListedAndSound() {
    Vault vault = Vault.open(new FolderStore(folder));

    assertThat(vault.backups().list())
        .extracting(entry -> entry.id().value())
        .containsExactly(BACKUP);
    assertThat(
            new BackupVerification(vault, work.context(), RowTap.NONE)
                .run(new VerifyOptions(Optional.of(BACKUP), false, 2))
                .sound())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itIsRestoredRowByRow(int version) {
    try (TestDatabase database = TestDatabase.create(version)) {
      new Operations(new FolderStore(folder), database.database(), work).restoreInto("nessie");

      assertThat(database.catalogFingerprint("nessie")).isEqualTo(FINGERPRINT);
    }
  }

  @Test
  void itTakesFurtherBackups() {
    try (TestDatabase database = TestDatabase.create()) {
      Operations operations = new Operations(new FolderStore(folder), database.database(), work);
      operations.restoreInto("nessie");

      operations.backup(
          new BackupOptions(
              Optional.of("nessie"),
              Optional.empty(),
              2,
              true,
              BackupOptions.Wanted.AUTO,
              Optional.empty(),
              List.of()));

      assertThat(operations.vault().backups().list()).hasSize(2);
      assertThat(operations.vault().backups().latest().orElseThrow().rows()).isEqualTo(834);
    }
  }
}
