package org.nessiebackup.tip;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.DictionarySample;
import org.nessiebackup.catalog.HistoryCheck;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.ChangeTrackingCheck;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tip.PollReport.Reason;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.backups.ParentLookup;

/**
 * A backup that tips can build on, on the server as it is.
 *
 * @param identified the backup
 * @param chain with all it builds on
 * @param references the table of references
 * @param objects the table of objects
 * @param dictionary what objects are compressed with besides tips, if it is still to be had
 */
record TipBase(
    ParentLookup.Identified identified,
    BackupChain chain,
    TableDescription references,
    TableDescription objects,
    Optional<SegmentDictionary> dictionary) {
  /** A backup, or why it is none to build on. */
  sealed interface Found {
    /** It is. */
    record Usable(TipBase base) implements Found {}

    /** It is not. */
    record Unusable(Reason reason) implements Found {}
  }

  /**
   * Looks whether tips can build on a backup.
   *
   * @param session in no transaction
   * @param wanted the newest of a server if absent
   */
  static Found find(
      Vault vault, Session session, CatalogLocation catalog, Optional<BackupId> wanted) {
    if (!catalog.tables().equals(StoreType.JDBC2.tables())) {
      return new Found.Unusable(Reason.STORE_TYPE);
    }
    try {
      Optional<ParentLookup.Identified> backup =
          wanted.isPresent()
              ? wanted.map(vault.backups()::identified)
              : vault.backups().newest().identified();
      if (backup.isEmpty()) {
        return new Found.Unusable(Reason.NO_BACKUP);
      }
      if (!vault.keys().hasCurrentSigner(backup.get().manifest())) {
        return new Found.Unusable(Reason.HOST_KEY_EXCHANGED);
      }
      BackupChain chain = vault.backups().chain(backup.get());
      chain.members().forEach(vault.backups()::checkComplete);
      return onServer(session, catalog, backup.get(), chain);
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new Found.Unusable(Reason.BACKUP_DAMAGED);
      }
      if (e.failure() == Failure.BACKUP_NOT_FOUND) {
        return new Found.Unusable(Reason.BACKUP_GONE);
      }
      throw e;
    }
  }

  private static Found onServer(
      Session session, CatalogLocation catalog, ParentLookup.Identified backup, BackupChain chain) {
    CatalogSnapshot snapshot = CatalogSnapshot.open(session, catalog);
    Source.Server now =
        new ServerSource(ServerFacts.of(session), catalog)
            .at(snapshot.transactions(), Optional.empty(), Optional.empty());
    Optional<Reason> against =
        new HistoryCheck(now, snapshot.tables())
            .since(chain)
            .map(Reason::of)
            .or(() -> againstDescription(session, snapshot, chain.newest()));
    Found found =
        against.isPresent()
            ? new Found.Unusable(against.get())
            : new Found.Usable(usable(session, snapshot, backup, chain));
    snapshot.end(session);
    return found;
  }

  private static Optional<Reason> againstDescription(
      Session session, CatalogSnapshot snapshot, Manifest backup) {
    if (backup.server().flatMap(Source.Server::durableTo).isEmpty()) {
      return Optional.of(Reason.NOT_DURABLE);
    }
    long horizon = HistoryCheck.snapshot(backup).orElseThrow().horizon();
    return ChangeTrackingCheck.since(session, snapshot.tables(), horizon)
        ? Optional.empty()
        : Optional.of(Reason.TABLE_CHANGED);
  }

  private static TipBase usable(
      Session session,
      CatalogSnapshot snapshot,
      ParentLookup.Identified backup,
      BackupChain chain) {
    TableDescription objects = snapshot.tables().getLast();
    Optional<SegmentDictionary> dictionary =
        chain
            .full()
            .table(objects.name())
            .flatMap(TableEntry::dictionary)
            .flatMap(
                entry -> {
                  try {
                    return new DictionarySample(session, snapshot.catalog(), objects.shape())
                        .again(entry);
                  } catch (IOException e) {
                    throw new IllegalStateException("memory takes all bytes", e);
                  }
                });
    return new TipBase(backup, chain, snapshot.tables().getFirst(), objects, dictionary);
  }

  /** The horizon before which the backup has every row. */
  long horizon() {
    return HistoryCheck.snapshot(chain.newest()).orElseThrow().horizon();
  }

  /** How many references the backup has. */
  long rowsOfReferences() {
    return chain.newest().table(references.name()).orElseThrow().wholeRows();
  }
}
