package org.nessiebackup.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Lineage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.postgres.FlushedLsn;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.lease.VaultLease;

/** Makes a backup exist: segments first, the manifest last. */
record BackupPublisher(
    Vault vault,
    VaultLease lease,
    WorkContext context,
    Session session,
    CatalogSnapshot snapshot,
    NewBackup newBackup) {
  /** Stores the tables. */
  @FunctionalInterface
  interface Tables {
    /** Writes their segments. */
    Attempt<List<TableEntry>> write(PendingBackup pending) throws IOException;
  }

  /**
   * Stores and publishes; only the commit makes the backup exist.
   *
   * @param parent what it builds on; absent if it is full
   * @return refused if what was stored cannot be used; then nothing of it is left, and the snapshot
   *     can be read once more
   */
  Attempt<Manifest> publish(Optional<BackupChain> parent, Tables tables) {
    try (PendingBackup pending = vault.writer(lease).begin(newBackup.id())) {
      return switch (tables.write(pending)) {
        case Attempt.Refused<List<TableEntry>> refused -> new Attempt.Refused<>(refused.reason());
        case Attempt.Stored<List<TableEntry>> stored -> {
          Manifest manifest = manifest(parent, stored.value());
          context.cancellation().check();
          pending.commit(manifest);
          yield new Attempt.Stored<>(manifest);
        }
      };
    } catch (IOException e) {
      throw vault.failure(e, "cannot store backup \"" + newBackup.id() + "\"");
    }
  }

  private Manifest manifest(Optional<BackupChain> parent, List<TableEntry> tables) {
    Source source = durable();
    return Manifest.full(
            newBackup.id(),
            vault.description().id(),
            context.tool(),
            new Times(newBackup.started(), snapshot.takenAt(), context.clock().instant()),
            vault.protection(),
            source)
        .withLineage(parent.map(BackupChain::next).orElse(Lineage.FULL))
        .withTags(newBackup.tags())
        .withTables(tables);
  }

  /** Everything was read; now what was seen has to be on the server's disk. */
  private Source durable() {
    Source.Server source = newBackup.source();
    snapshot.end(session);
    return source.durableTo(
        source
            .durableTo()
            .flatMap(position -> FlushedLsn.confirm(session, source.standby(), position)));
  }
}
