package org.nessiebackup.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.catalog.DictionarySample;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.KeyListWriter;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.ChangedRows;
import org.nessiebackup.tables.KeyUniqueness;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableReader;
import org.nessiebackup.vault.ObjectWriter;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.TableLayers;

/**
 * Stores what has changed since the parent. One session reads it, as there is little of it; the
 * references are stored whole.
 */
record ChangedTables(
    Vault vault,
    WorkContext context,
    Session session,
    CatalogSnapshot snapshot,
    Decision.Incremental decision) {
  /**
   * The rows of a table that an incremental backup has stored.
   *
   * @param all how many rows the whole table has
   * @param keys the keys of those that were stored
   * @param digest their digest
   * @param dictionary the backup whose dictionary they are compressed with
   */
  private record StoredChanges(
      long all, KeySet keys, RowDigest digest, Optional<BackupId> dictionary) {
    /** How many rows were not stored, because the parent has them just so. */
    long unchanged() {
      return all - keys.size();
    }
  }

  /** Stores them; refused if the numbers do not add up or the parent's keys cannot be read. */
  Attempt<List<TableEntry>> write(PendingBackup pending, NewBackup newBackup) throws IOException {
    SegmentStorage storage = new SegmentStorage(vault, pending, context.progress());
    context.progress().step("reading what has changed", 0);
    List<TableEntry> tables = new ArrayList<>();
    for (TableDescription table : snapshot.tables()) {
      if (!newBackup.growing(table)) {
        tables.add(whole(storage, table));
        continue;
      }
      switch (changes(pending, storage, table)) {
        case Attempt.Stored<TableEntry> stored -> tables.add(stored.value());
        case Attempt.Refused<TableEntry> refused -> {
          return new Attempt.Refused<>(refused.reason());
        }
      }
    }
    return new Attempt.Stored<>(tables);
  }

  private TableEntry whole(SegmentStorage storage, TableDescription table) throws IOException {
    StoreType type = StoreType.of(snapshot.catalog().tables().label()).orElseThrow();
    new KeyUniqueness(session, snapshot.catalog()).refuse(table.shape(), type.newest(table.name()));
    SegmentStorage.Stored stored =
        storage.store(
            new SegmentStorage.Part(table.shape(), 0),
            context.cancellation(),
            target -> TableReader.read(session, schema(), table.shape(), PageRange.ALL, target));
    return SegmentStorage.entry(table, List.of(stored), Optional.empty(), Optional.empty());
  }

  private Attempt<TableEntry> changes(
      PendingBackup pending, SegmentStorage storage, TableDescription table) throws IOException {
    TableShape shape = table.shape();
    long horizon = NewBackup.horizon(parent(), parent().depth());
    ChangedRows.Counts rows = decision.counts().get(shape.name());
    if (rows.changed().getFirst() > 0) {
      new KeyUniqueness(session, snapshot.catalog()).refuseAmongChanged(shape, horizon);
    }
    KeySet.Collector keys = new KeySet.Collector((int) BackupTypeChooser.MOST_CHANGES);
    Optional<SegmentDictionary> dictionary = dictionary(shape);
    Optional<SegmentStorage.Stored> stored =
        rows.changed().getFirst() == 0
            ? Optional.empty()
            : Optional.of(
                storage.store(
                    new SegmentStorage.Part(shape, 0, dictionary, Optional.of(keys)),
                    context.cancellation(),
                    target -> ChangedRows.read(session, schema(), shape, horizon, target)));
    RowDigest digest = stored.map(SegmentStorage.Stored::digest).orElse(RowDigest.EMPTY);
    Optional<BackupId> compressedWith = dictionary.map(each -> parent().full().id());
    return compare(
            pending, shape, new StoredChanges(rows.all(), keys.set(), digest, compressedWith))
        .map(
            changes ->
                SegmentStorage.entry(
                    table, stored.stream().toList(), Optional.empty(), Optional.of(changes)));
  }

  private Optional<SegmentDictionary> dictionary(TableShape shape) throws IOException {
    Optional<DictionaryEntry> entry =
        parent().full().table(shape.name()).flatMap(TableEntry::dictionary);
    return entry.isEmpty()
        ? Optional.empty()
        : new DictionarySample(session, snapshot.catalog(), shape).again(entry.get());
  }

  private Attempt<TableChanges> compare(
      PendingBackup pending, TableShape shape, StoredChanges stored) throws IOException {
    TableEntry before = parent().newest().table(shape.name()).orElseThrow();
    long tail = tail(before) + stored.digest().d();
    if (before.wholeRows() == stored.unchanged()) {
      // All that the parent has is still there as it was, so the rest can only be new.
      return new Attempt.Stored<>(changes(stored, 0, tail, Optional.empty()));
    }
    try {
      return compareKeys(pending, shape, stored, before, tail);
    } catch (BackupException e) {
      return new Attempt.Refused<>(ParentCandidate.reason(e));
    }
  }

  private Attempt<TableChanges> compareKeys(
      PendingBackup pending, TableShape shape, StoredChanges stored, TableEntry before, long tail)
      throws IOException {
    TableLayers layers = TableLayers.open(vault, parent(), shape.name());
    ChangeCount count = new ChangeCount(stored.keys());
    layers.liveKeys(count);
    if (!count.plausible(before.wholeRows(), stored.unchanged())) {
      return new Attempt.Refused<>(FullReason.COUNTS_DISAGREE);
    }
    tail -= count.replacedTail();
    long gone = count.deleted(stored.unchanged());
    // Also if none seem to be: a new row that looks like an old one makes up for a deleted one.
    Optional<List<RowKey>> deleted =
        gone > BackupTypeChooser.MOST_CHANGES
            ? Optional.empty()
            : new DeletedKeys(session, schema(), shape, layers).find(stored.all(), gone);
    if (deleted.isEmpty()) {
      return new Attempt.Refused<>(FullReason.COUNTS_DISAGREE);
    }
    tail -= deleted.get().stream().mapToLong(RowKey::row).sum();
    Optional<KeyList> list =
        deleted.get().isEmpty()
            ? Optional.empty()
            : Optional.of(store(pending, shape, deleted.get()));
    return new Attempt.Stored<>(changes(stored, count.updated(), tail, list));
  }

  private KeyList store(PendingBackup pending, TableShape shape, List<RowKey> deleted)
      throws IOException {
    try (ObjectWriter keys = pending.deletedKeys(shape.name())) {
      KeyListWriter list = new KeyListWriter(keys.body(), vault.keys().listEncryption());
      for (RowKey key : deleted) {
        list.accept(key);
      }
      return SegmentStorage.commit(keys, list);
    }
  }

  private static TableChanges changes(
      StoredChanges stored, long updated, long tail, Optional<KeyList> deleted) {
    return new TableChanges(
        stored.all(),
        HexFormat.of().toHexDigits(tail),
        stored.keys().size() - updated,
        updated,
        deleted.map(KeyList::keys).orElse(0L),
        deleted,
        stored.dictionary());
  }

  private static long tail(TableEntry table) {
    return RowDigest.tail(table.changes().map(TableChanges::digestTail).orElse(table.digest()));
  }

  private BackupChain parent() {
    return decision.parent();
  }

  private String schema() {
    return snapshot.catalog().schema();
  }
}
