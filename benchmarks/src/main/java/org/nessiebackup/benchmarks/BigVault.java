package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;

/**
 * A signed vault in a folder with any number of backups, each a quarter of an hour after another.
 */
final class BigVault {
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final String TOOL = "nessie-backup benchmark";
  private static final byte[] ROWS = "no rows".getBytes(StandardCharsets.UTF_8);

  private final Path folder;
  private final HostKey key = HostKey.generate(new SecureRandom());

  /** Makes the vault, with no backup yet. */
  BigVault(Path folder) {
    this.folder = folder;
    Vault.create(
        new FolderStore(folder),
        new NewVault(SampleManifests.VAULT_ID, Instant.now(), TOOL, List.of(), Optional.of(key)));
  }

  /** Writes so many backups, the last of which is from now. */
  BigVault with(int backups) throws IOException {
    Instant now = Instant.now();
    for (int i = 0; i < backups; i++) {
      Instant at = now.minus(EVERY.multipliedBy(backups - 1L - i));
      Manifest manifest = manifest(BackupId.create(at), at, i);
      Path place =
          Files.createDirectories(folder.resolve("backups").resolve(manifest.id().value()));
      for (String object : List.of("refs2-0000.copy.zst", "objs2-0000.copy.zst")) {
        Files.write(place.resolve(object), ROWS);
      }
      Files.write(
          place.resolve("manifest.json"), Documents.write(manifest, Optional.of(key::sign)));
    }
    return this;
  }

  private static Manifest manifest(BackupId backup, Instant at, int number) {
    return Manifest.full(
            backup,
            SampleManifests.VAULT_ID,
            TOOL,
            new Times(at, at, at.plusSeconds(1)),
            new Protection(Manifest.NOT_ENCRYPTED, 1),
            source(at, number))
        .withTables(List.of(table("refs2", 7), table("objs2", 6)));
  }

  private static Source source(Instant at, int number) {
    return new Source.Server(
        Optional.of("7402918374650192837"),
        Optional.of(1),
        "nessie",
        16_384,
        "nessie",
        "JDBC2",
        "15.4",
        150_004,
        false,
        Optional.of("0/1A2B380"),
        "%d:%d:".formatted(1_000 + number, 1_000 + number),
        Optional.of(at.minusSeconds(99)),
        Optional.of("0/1A2B3C8"));
  }

  private static TableEntry table(String name, int columns) {
    SegmentEntry segment =
        new SegmentEntry(
            name + "-0000.copy.zst", 100, 1_000, ROWS.length, "cd".repeat(32), Optional.empty());
    return SampleManifests.table(name, columns, 100, "ab".repeat(32), List.of(segment));
  }
}
