package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.tip.TipFollower;
import org.nessiebackup.tip.TipOptions;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;

/** An encrypted and signed vault in a folder, as {@code init} makes it, used by this process. */
final class TipVault {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final WorkContext WORK =
      new WorkContext(
          "nessie-backup benchmarks",
          "nessie-backup benchmarks",
          Clock.systemUTC(),
          Progress.NONE,
          new Cancellation());

  private final Path folder;
  private final Identity identity = Identity.generate(RANDOM);
  private final HostKey hostKey = HostKey.generate(RANDOM);
  private final Database database;

  /**
   * A new one.
   *
   * @param jdbcUrl leads to a catalog that {@link ReadingRole} may read
   */
  TipVault(Path folder, String jdbcUrl) {
    this.folder = folder;
    this.database =
        new Database(
            new ConnectionSettings(
                jdbcUrl,
                Optional.of(ReadingRole.NAME),
                Optional.empty(),
                "nessie-backup benchmarks"));
    Vault.create(
        new FolderStore(folder.resolve("vault")),
        new NewVault(
            "benchmark",
            WORK.clock().instant(),
            "test",
            List.of(identity.recipient()),
            Optional.of(hostKey)));
  }

  /**
   * A folder for one: in memory, where there is such a place. What is forced to the disk of a
   * database delays what the database forces, and no vault should be there.
   */
  static Path place(Path otherwise) throws IOException {
    Path parent = Files.isWritable(MEMORY) ? MEMORY : otherwise;
    return Files.createTempDirectory(parent, "nessie-backup-tips-");
  }

  private Vault open(VaultAccess access) {
    return Vault.open(new FolderStore(folder.resolve("vault")), access.withHostKey(hostKey));
  }

  Manifest backUp() {
    return new CatalogBackup(open(VaultAccess.NONE), database, WORK)
        .run(
            new BackupOptions(
                Optional.of(CatalogSource.SCHEMA),
                Optional.empty(),
                2,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()))
        .manifest();
  }

  TipFollower follow() {
    TipOptions options = TipOptions.DEFAULT.in(CatalogSource.SCHEMA).every(Duration.ofMinutes(1));
    return TipFollower.open(open(VaultAccess.NONE), database, options, WORK);
  }
}
