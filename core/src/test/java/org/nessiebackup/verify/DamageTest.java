package org.nessiebackup.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.VerifyReport.BackupResult;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Damage of a small but real backup: found by verify, refused by restore. */
class DamageTest {
  /** Kinds of damage by name, each with what verify must say of it. */
  enum Damage {
    SEGMENT_MISSING(Kind.SEGMENT_MISSING) {
      @Override
      void inflict(Path backup) throws IOException {
        Files.delete(backup.resolve("objs2-0000.copy.zst"));
      }
    },
    SEGMENT_EMPTY(Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Files.write(backup.resolve("objs2-0000.copy.zst"), new byte[0]);
      }
    },
    SEGMENT_TRUNCATED(Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Path file = backup.resolve("objs2-0000.copy.zst");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));
      }
    },
    SEGMENT_EXTENDED(Kind.SEGMENT_CHANGED, Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Path file = backup.resolve("objs2-0000.copy.zst");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
      }
    },
    SEGMENTS_EXCHANGED(Kind.SEGMENT_CHANGED, Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Path objects = backup.resolve("objs2-0000.copy.zst");
        Path references = backup.resolve("refs2-0000.copy.zst");
        byte[] bytes = Files.readAllBytes(objects);
        Files.write(objects, Files.readAllBytes(references));
        Files.write(references, bytes);
      }
    },
    SEGMENT_REPLACED_BY_A_LINK(Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Path file = backup.resolve("objs2-0000.copy.zst");
        Files.move(file, backup.resolveSibling("elsewhere"));
        Files.createSymbolicLink(file, backup.resolveSibling("elsewhere"));
      }
    },
    SEGMENT_REPLACED_BY_A_FOLDER(Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Files.delete(backup.resolve("objs2-0000.copy.zst"));
        Files.createDirectory(backup.resolve("objs2-0000.copy.zst"));
      }
    },
    KEYS_REPLACED_BY_A_LINK(Kind.SEGMENT_UNREADABLE) {
      @Override
      void inflict(Path backup) throws IOException {
        Files.delete(backup.resolve("objs2-0000.keys"));
        Files.createSymbolicLink(backup.resolve("objs2-0000.keys"), Path.of("/dev/null"));
      }
    },
    MANIFEST_REPLACED_BY_A_LINK(Kind.MANIFEST_DAMAGED) {
      @Override
      void inflict(Path backup) throws IOException {
        Path file = backup.resolve("manifest.json");
        Files.move(file, backup.resolve("manifest.old"));
        Files.createSymbolicLink(file, Path.of("manifest.old"));
      }
    },
    MANIFEST_REPLACED_BY_A_FOLDER(Kind.MANIFEST_DAMAGED) {
      @Override
      void inflict(Path backup) throws IOException {
        Files.delete(backup.resolve("manifest.json"));
        Files.createDirectory(backup.resolve("manifest.json"));
      }
    },
    BACKUP_REPLACED_BY_A_LINK(Kind.MANIFEST_DAMAGED) {
      @Override
      void inflict(Path backup) throws IOException {
        Path elsewhere = backup.getParent().resolveSibling("elsewhere");
        Files.move(backup, elsewhere);
        Files.createSymbolicLink(backup, elsewhere);
      }
    },
    MANIFEST_EDITED(Kind.MANIFEST_DAMAGED) {
      @Override
      void inflict(Path backup) throws IOException {
        Path file = backup.resolve("manifest.json");
        Files.writeString(file, Files.readString(file).replace("\"rows\" : 2", "\"rows\" : 1"));
      }
    },
    MANIFEST_EMPTY(Kind.MANIFEST_DAMAGED) {
      @Override
      void inflict(Path backup) throws IOException {
        Files.write(backup.resolve("manifest.json"), new byte[0]);
      }
    };

    private final List<Kind> findings;

    Damage(Kind... findings) {
      this.findings = List.of(findings);
    }

    abstract void inflict(Path backup) throws IOException;
  }

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create();
  private Operations operations;
  private Path backup;
  private @TempDir Path folder;

  @BeforeEach
  void backUp() {
    database.execute(
        "CREATE SCHEMA nessie",
        "CREATE TABLE nessie.refs2 (repo text, ref_name text, PRIMARY KEY (repo, ref_name))",
        "CREATE TABLE nessie.objs2 (repo text, obj_id text, obj_value bytea, PRIMARY KEY (repo,"
            + " obj_id))",
        "INSERT INTO nessie.refs2 VALUES ('', 'main'), ('', 'dev')",
        "INSERT INTO nessie.objs2 VALUES ('', 'a', '\\x00010203'), ('', 'b', NULL)");
    operations = new Operations(new FolderStore(folder), database.database(), work);
    backup = folder.resolve("backups").resolve(operations.backup().id().value());
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void isFoundAndRefused(Damage damage) throws IOException {
    assertThat(findings(false)).isEmpty();
    damage.inflict(backup);
    assertThat(findings(false)).isNotEmpty().extracting(Finding::kind).isSubsetOf(damage.findings);
    assertThat(findings(true)).as("quick").isNotEmpty();
    List<String> before = database.catalogFingerprint("nessie");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations::restoreLatest)
        .matches(e -> e.failure() == Failure.DAMAGED);
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void changedBytesAreFound() throws IOException {
    assertChangedBytesAreFound(7);
  }

  @Tag("thorough")
  @Test
  void everySingleChangedByteIsFound() throws IOException {
    assertChangedBytesAreFound(1);
  }

  private void assertChangedBytesAreFound(int stride) throws IOException {
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i += stride) {
          byte[] changed = bytes.clone();
          changed[i] ^= (byte) (1 << (i % 8));
          Files.write(file, changed);
          assertThat(findings(false)).as(file.getFileName() + ", byte " + i).isNotEmpty();
        }
        Files.write(file, bytes);
      }
    }
    assertThat(findings(false)).isEmpty();
  }

  @Test
  void truncationsAreFound() throws IOException {
    assertTruncationsAreFound(7);
  }

  @Tag("thorough")
  @Test
  void everyTruncationIsFound() throws IOException {
    assertTruncationsAreFound(1);
  }

  private void assertTruncationsAreFound(int stride) throws IOException {
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += stride) {
          Files.write(file, Arrays.copyOf(bytes, length));
          assertThat(findings(false)).as(file.getFileName() + " cut at " + length).isNotEmpty();
        }
        Files.write(file, bytes);
      }
    }
  }

  @Test
  void restoreRefusesSampledChangedBytes() throws IOException {
    List<String> before = database.catalogFingerprint("nessie");
    Path file = backup.resolve("objs2-0000.copy.zst");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i += 7) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) 0x80;
      Files.write(file, changed);
      assertThatExceptionOfType(BackupException.class)
          .as("byte " + i)
          .isThrownBy(operations::restoreLatest)
          .matches(e -> e.failure() == Failure.DAMAGED);
      assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    }
  }

  @Test
  void oneDamagedBackupDoesNotHideTheOthers() throws IOException {
    operations.full();
    Damage.MANIFEST_EMPTY.inflict(backup);
    VerifyReport report = verify(new VerifyOptions(Optional.empty(), false, 2));
    assertThat(report.backups()).hasSize(2);
    assertThat(report.backups().getFirst().sound()).isFalse();
    assertThat(report.backups().getLast().sound()).isTrue();
    assertThat(report.sound()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"MANIFEST_REPLACED_BY_A_FOLDER", "BACKUP_REPLACED_BY_A_LINK"})
  void whatIsNoFileStopsNeitherTheNextBackupNorTheOthers(Damage damage) throws IOException {
    damage.inflict(backup);
    operations.full();

    assertThat(Vault.open(new FolderStore(folder)).backups().list())
        .hasExactlyElementsOfTypes(BackupEntry.Unreadable.class, BackupEntry.Listed.class);
    VerifyReport report = verify(new VerifyOptions(Optional.empty(), false, 2));
    assertThat(report.backups()).extracting(BackupResult::sound).containsExactly(false, true);
  }

  @Test
  void backupThatBuildsOnADamagedOneIsNotSoundEither() throws IOException {
    String child = operations.backup().id().value();
    byte[] manifest = Files.readAllBytes(backup.resolve("manifest.json"));
    assertThat(kinds(child)).isEmpty();
    Files.delete(backup.resolve("objs2-0000.keys"));
    assertThat(kinds(child)).containsExactly(Kind.SEGMENT_MISSING, Kind.PARENT_DAMAGED);
    Damage.MANIFEST_EMPTY.inflict(backup);
    assertThat(kinds(child)).containsExactly(Kind.PARENT_CHANGED);
    Files.delete(backup.resolve("manifest.json"));
    assertThat(kinds(child)).containsExactly(Kind.PARENT_MISSING);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations::restoreLatest)
        .withMessageContaining("is missing")
        .matches(e -> e.failure() == Failure.DAMAGED);
    Files.write(backup.resolve("manifest.json"), manifest);
    Files.write(backup.resolve("objs2-0000.keys"), new byte[32]);
    assertThat(kinds(child)).containsExactly(Kind.SEGMENT_CHANGED, Kind.PARENT_DAMAGED);
  }

  private List<Kind> kinds(String id) {
    return verify(new VerifyOptions(Optional.of(id), false, 1)).backups().stream()
        .flatMap(result -> result.findings().stream())
        .map(Finding::kind)
        .toList();
  }

  private List<Finding> findings(boolean quick) {
    return verify(new VerifyOptions(Optional.empty(), quick, 1)).backups().stream()
        .flatMap(result -> result.findings().stream())
        .toList();
  }

  private VerifyReport verify(VerifyOptions options) {
    return new BackupVerification(Vault.open(new FolderStore(folder)), work.context(), RowTap.NONE)
        .run(options);
  }
}
