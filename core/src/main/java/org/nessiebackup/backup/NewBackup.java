package org.nessiebackup.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.tables.ChangeTrackingCheck;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TransactionSnapshot;
import org.nessiebackup.vault.backups.BackupChain;

/**
 * What a backup is about to store, and whether it may build on an earlier one. Knows nothing but
 * what it is given.
 *
 * @param id the new backup
 * @param started when the work on it began
 * @param source the server and its snapshot, with a position in the log that may not be on the disk
 *     yet
 * @param tables the tables
 * @param fullEvery how old a full backup may be that others build on
 * @param tags words of the user
 */
record NewBackup(
    BackupId id,
    Instant started,
    Source.Server source,
    List<TableDescription> tables,
    Duration fullEvery,
    List<String> tags) {
  NewBackup {
    tags = List.copyOf(tags);
    tables = List.copyOf(tables);
  }

  /** Whether rows of a table are stored only when they are new or changed. */
  boolean growing(TableDescription table) {
    return growing(source, table.name());
  }

  static boolean growing(Source source, String table) {
    return StoreType.of(source.storeType())
        .filter(type -> type.objects().equals(table))
        .isPresent();
  }

  private TransactionSnapshot snapshot() {
    return TransactionSnapshot.parse(source.snapshot()).orElseThrow();
  }

  /** What speaks against building on the newest backup of a chain, or on one that it builds on. */
  Optional<FullReason> against(BackupChain chain) {
    if (chain.members().stream().anyMatch(member -> snapshot(member).isEmpty())
        || !(chain.newest().source() instanceof Source.Server before)) {
      return Optional.of(FullReason.PARENT_DAMAGED);
    }
    if (chain.newest().id().compareTo(id) >= 0) {
      return Optional.of(FullReason.CLOCK_WENT_BACK);
    }
    // By their names, which no single clock that was wrong carries away.
    if (chain.full().id().time().plus(fullEvery).compareTo(id.time()) <= 0) {
      return Optional.of(FullReason.FULL_TOO_OLD);
    }
    return againstServer(before)
        .or(() -> againstTransactions(chain))
        .or(() -> tables.stream().flatMap(table -> against(chain, table).stream()).findFirst());
  }

  private Optional<FullReason> againstServer(Source.Server before) {
    if (source.systemIdentifier().isEmpty() || source.timeline().isEmpty()) {
      return Optional.of(FullReason.SERVER_UNKNOWN);
    }
    boolean sameCatalog =
        source.systemIdentifier().equals(before.systemIdentifier())
            && source.databaseOid() == before.databaseOid()
            && source.schema().equals(before.schema())
            && source.storeType().equals(before.storeType());
    if (!sameCatalog) {
      return Optional.of(FullReason.OTHER_CATALOG);
    }
    if (source.standby() != before.standby()) {
      return Optional.of(FullReason.OTHER_ROLE);
    }
    if (!source.timeline().equals(before.timeline())) {
      return Optional.of(FullReason.OTHER_TIMELINE);
    }
    return source.serverStarted().isPresent()
            && source.serverStarted().equals(before.serverStarted())
        ? Optional.empty()
        : Optional.of(FullReason.SERVER_RESTARTED);
  }

  private Optional<FullReason> againstTransactions(BackupChain chain) {
    if (snapshot().next() < snapshot(chain.newest()).orElseThrow().next()) {
      return Optional.of(FullReason.TRANSACTIONS_LOST);
    }
    return snapshot().reaches(horizon(chain, 0))
        ? Optional.empty()
        : Optional.of(FullReason.TRANSACTIONS_TOO_MANY);
  }

  private Optional<FullReason> against(BackupChain chain, TableDescription table) {
    Optional<TableEntry> entry = chain.newest().table(table.name());
    if (entry.isEmpty() || !entry.get().shape().equals(table.shape())) {
      return Optional.of(FullReason.TABLE_CHANGED);
    }
    if (entry.get().identity().filter(each -> each.oid() == table.oid()).isEmpty()) {
      return Optional.of(FullReason.TABLE_REPLACED);
    }
    if (!growing(table)) {
      return Optional.empty();
    }
    if (!ChangeTrackingCheck.suits(table.shape())) {
      return Optional.of(FullReason.TABLE_UNSUITABLE);
    }
    boolean keys =
        chain.layers(table.name()).stream()
            .flatMap(layer -> layer.table().segments().stream())
            .allMatch(segment -> segment.keys().isPresent());
    boolean room = chain.members().size() < BackupChain.LONGEST;
    return keys && room ? Optional.empty() : Optional.of(FullReason.PARENT_UNSUITABLE);
  }

  /** The horizon of one of a chain's backups, all of which are of a server by now. */
  static long horizon(BackupChain chain, int member) {
    return snapshot(chain.members().get(member)).orElseThrow().horizon();
  }

  /** The first transaction that began after one of a chain's backups had taken its snapshot. */
  static long next(BackupChain chain, int member) {
    return snapshot(chain.members().get(member)).orElseThrow().next();
  }

  private static Optional<TransactionSnapshot> snapshot(Manifest manifest) {
    return manifest.server().flatMap(server -> TransactionSnapshot.parse(server.snapshot()));
  }
}
