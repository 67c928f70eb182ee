package org.nessiebackup.backup;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.CatalogFinder;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.CatalogLock;
import org.nessiebackup.postgres.CatalogSnapshot;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.OtherTables;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.VaultLease;

/** Takes full backups. */
public final class CatalogBackup {
  private final Vault vault;
  private final Database database;
  private final WorkContext context;

  /** Touches nothing yet. */
  public CatalogBackup(Vault vault, Database database, WorkContext context) {
    this.vault = vault;
    this.database = database;
    this.context = context;
  }

  /**
   * Takes a backup. It exists when this method returns, and not at all if it throws.
   *
   * @throws BackupException with the failure that ended it
   */
  public BackupReport run(BackupOptions options) {
    Instant started = context.clock().instant();
    vault.checkWriter();
    context.progress().step("looking for the catalog", 0);
    try (Session session = database.open(context.cancellation());
        VaultLease lease = vault.leases().acquire(Lease.Kind.BACKUP, List.of(), context)) {
      CatalogLocation catalog =
          CatalogFinder.find(
              session,
              options.tables().map(List::of).orElseGet(StoreType::tableSets),
              options.schema());
      CatalogLock.acquire(session, catalog.schema());
      OtherTables.beside(session, catalog).forEach(name -> warnOfOther(catalog, name));
      ServerFacts server = ServerFacts.of(session);
      CatalogSnapshot snapshot = CatalogSnapshot.open(session, catalog);
      Source.Server source = source(server, snapshot);
      if (!options.continueHistory()) {
        History.check(vault, source);
      }
      BackupId id = BackupId.create(started);
      Manifest manifest = store(id, started, snapshot, source, options, lease);
      return new BackupReport(manifest, Duration.between(started, context.clock().instant()));
    }
  }

  /** Segments first, the manifest last: only the commit makes the backup exist. */
  private Manifest store(
      BackupId id,
      Instant started,
      CatalogSnapshot snapshot,
      Source source,
      BackupOptions options,
      VaultLease lease) {
    try (PendingBackup pending = vault.begin(id, lease)) {
      List<TableEntry> tables =
          new TableSegments(vault, database, context, snapshot, pending).write(options.jobs());
      Manifest manifest =
          new Manifest(
              id,
              vault.description().id(),
              context.tool(),
              BackupType.FULL,
              Optional.empty(),
              Optional.empty(),
              started,
              snapshot.takenAt(),
              context.clock().instant(),
              vault.encryption(),
              vault.settings().number(),
              options.tags(),
              0,
              Optional.empty(),
              source,
              tables);
      context.cancellation().check();
      pending.commit(manifest);
      return manifest;
    } catch (IOException e) {
      throw vault.failure(e, "cannot store backup \"" + id + "\"");
    }
  }

  private void warnOfOther(CatalogLocation catalog, String table) {
    context
        .progress()
        .warning(
            "table \"%s\" in schema \"%s\" is no part of the catalog and is not backed up"
                .formatted(table, catalog.schema()));
  }

  private static Source.Server source(ServerFacts server, CatalogSnapshot snapshot) {
    CatalogLocation catalog = snapshot.catalog();
    return new Source.Server(
        server.systemIdentifier(),
        server.timeline(),
        server.database(),
        server.databaseOid(),
        catalog.schema(),
        catalog.tables().label(),
        server.version(),
        server.versionNumber(),
        server.standby(),
        snapshot.transactions(),
        Optional.empty(),
        Optional.empty());
  }
}
