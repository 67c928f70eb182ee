package org.nessiebackup.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.CatalogSnapshot;
import org.nessiebackup.postgres.DurablePosition;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.vault.BackupChain;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.VaultLease;

/** Makes a backup exist: segments first, the manifest last. */
final class Publication {
  private final Vault vault;
  private final VaultLease lease;
  private final WorkContext context;
  private final Session session;
  private final CatalogSnapshot snapshot;
  private final Moment moment;

  /** In the session that holds the snapshot. */
  Publication(
      Vault vault,
      VaultLease lease,
      WorkContext context,
      Session session,
      CatalogSnapshot snapshot,
      Moment moment) {
    this.vault = vault;
    this.lease = lease;
    this.context = context;
    this.session = session;
    this.snapshot = snapshot;
    this.moment = moment;
  }

  /** Stores the tables. */
  @FunctionalInterface
  interface Tables {
    /** What was stored; absent if it is not to be used. */
    Optional<List<TableEntry>> write(PendingBackup pending) throws IOException;
  }

  /**
   * Stores and publishes; only the commit makes the backup exist.
   *
   * @param parent what it builds on; absent if it is full
   * @return absent if what was stored is not to be used; then nothing of it is left, and the
   *     snapshot can be read once more
   */
  Optional<Manifest> publish(Optional<BackupChain> parent, Tables tables) {
    try (PendingBackup pending = vault.begin(moment.id(), lease)) {
      Optional<List<TableEntry>> written = tables.write(pending);
      if (written.isEmpty()) {
        return Optional.empty();
      }
      Manifest manifest = manifest(parent, written.get());
      context.cancellation().check();
      pending.commit(manifest);
      return Optional.of(manifest);
    } catch (IOException e) {
      throw vault.failure(e, "cannot store backup \"" + moment.id() + "\"");
    }
  }

  private Manifest manifest(Optional<BackupChain> parent, List<TableEntry> tables) {
    Source source = durable();
    return new Manifest(
        moment.id(),
        vault.description().id(),
        context.tool(),
        parent.isPresent() ? BackupType.INCREMENTAL : BackupType.FULL,
        parent.map(chain -> chain.newest().id()),
        parent.map(BackupChain::sha256),
        moment.started(),
        snapshot.takenAt(),
        context.clock().instant(),
        vault.encryption(),
        vault.settings().number(),
        moment.tags(),
        0,
        Optional.empty(),
        source,
        tables);
  }

  /** Everything was read; now what was seen has to be on the server's disk. */
  private Source durable() {
    Source.Server source = moment.source();
    snapshot.end(session);
    return source.durableTo(
        source
            .durableTo()
            .flatMap(position -> DurablePosition.confirm(session, source.standby(), position)));
  }
}
