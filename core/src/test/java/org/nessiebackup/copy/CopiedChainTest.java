package org.nessiebackup.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;

/** Backups of a real catalog, restored from a vault with other keys than they were made for. */
class CopiedChainTest {
  /** What the server said of the catalog right after the frozen backup. */
  private static final List<String> FROZEN =
      List.of("30 f2cd5eee0d3a4477a70d0185c253b8e0", "804 b10e4583dbf183766555737c01974748");

  private final HandClock clock = new HandClock(Instant.now().truncatedTo(ChronoUnit.HOURS));
  private final TestContext work = new TestContext().by(clock);
  private final Place secret = Place.encrypted("secret");
  private int seed = 100;
  private @TempDir Path folder;

  private BackupReport backUp(Place place, TestDatabase database, boolean continueHistory) {
    clock.advance(Duration.ofMinutes(1));
    return new CatalogBackup(place.toWrite(), database.database(), work.context())
        .run(
            new BackupOptions(
                Optional.of("nessie"),
                Optional.empty(),
                2,
                continueHistory,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));
  }

  private void grow(TestDatabase database) {
    try (Connection connection = database.connect()) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(3).withoutMilestones().withSeed(seed++));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A full backup and two that build on it. */
  private void chain(Place place, TestDatabase database) {
    backUp(place, database, false);
    for (int i = 0; i < 2; i++) {
      grow(database);
      assertThat(backUp(place, database, false).fullReason()).isEmpty();
    }
  }

  private CopyReport copy(Vault from, Place to) {
    clock.advance(Duration.ofMinutes(1));
    VaultCopy copy = VaultCopy.into(to.store(), there -> to.writer(), from, work.context());
    return copy.execute(copy.plan(new CopyOptions(List.of(), Optional.empty(), 2)));
  }

  private void assertRestores(Place place, TestDatabase database, List<String> expected) {
    clock.advance(Duration.ofMinutes(1));
    Vault vault = place.toRead();
    assertThat(
            new BackupVerification(vault, work.context(), RowTap.NONE)
                .run(new VerifyOptions(Optional.empty(), false, 2))
                .sound())
        .isTrue();
    CatalogRestore restore = new CatalogRestore(vault, database.database(), work.context());
    restore.execute(restore.plan(new RestoreOptions("latest", Optional.of("restored"), 2, true)));
    assertThat(database.catalogFingerprint("restored")).isEqualTo(expected);
    database.execute("DROP SCHEMA restored CASCADE");
  }

  private static Failure failureOf(Vault vault) {
    return catchThrowableOfType(
            BackupException.class,
            () -> vault.keys().checkReader(vault.backups().latest().orElseThrow()))
        .failure();
  }

  @Test
  void chainIsRestoredByOtherRecipientsAndGoesOnInTheirVault() {
    Place other = Place.encrypted("other");
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      chain(secret, database);
      assertThat(copy(secret.toRead(), other).copied()).hasSize(3);

      Manifest copied = other.toRead().backups().latest().orElseThrow();
      assertThat(copied.type()).isEqualTo(BackupType.INCREMENTAL);
      assertThat(other.toRead().backups().chain(copied.id()).full().tables())
          .anyMatch(table -> table.dictionary().isPresent());
      assertThat(copied.tables())
          .extracting(TableEntry::digest)
          .isEqualTo(
              secret.toRead().backups().latest().orElseThrow().tables().stream()
                  .map(TableEntry::digest)
                  .toList());
      assertRestores(other, database, database.catalogFingerprint("nessie"));
      assertThat(failureOf(Vault.open(other.store(), secret.reader())))
          .isEqualTo(Failure.KEY_WRONG);
      assertThat(failureOf(Vault.open(secret.store(), other.reader())))
          .isEqualTo(Failure.KEY_WRONG);

      grow(database);
      BackupReport next = backUp(other, database, false);
      assertThat(next.fullReason()).isEmpty();
      assertThat(next.depth()).isPositive();
      assertRestores(other, database, database.catalogFingerprint("nessie"));
    }
  }

  @Test
  void encryptedChainBecomesAPlainOneAndAnEncryptedOneAgain() throws IOException {
    Place plain = Place.plain("plain");
    Place again = Place.encrypted("again");
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      chain(secret, database);
      copy(secret.toRead(), plain);
      assertThat(plain.store().list("backups/")).noneMatch(each -> each.name().endsWith(".age"));
      assertRestores(plain, database, database.catalogFingerprint("nessie"));

      copy(plain.toRead(), again);
      assertThat(again.store().list("backups/"))
          .allMatch(each -> each.name().endsWith(".age") || each.name().endsWith(".json"));
      assertRestores(again, database, database.catalogFingerprint("nessie"));
    }
  }

  @Test
  void vaultOfTheFirstFormatMovesIntoAnEncryptedOne() throws IOException, URISyntaxException {
    Path frozen = Path.of(Vault.class.getResource("format-1-first").toURI());
    try (Stream<Path> files = Files.walk(frozen)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(frozen.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    copy(Vault.open(new FolderStore(folder), VaultAccess.NONE), secret);
    try (TestDatabase database = TestDatabase.create()) {
      assertRestores(secret, database, FROZEN);
    }
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      clock.advance(Duration.ofDays(1));
      assertThat(backUp(secret, database, true).fullReason()).isPresent();
      assertRestores(secret, database, database.catalogFingerprint("nessie"));
    }
  }
}
