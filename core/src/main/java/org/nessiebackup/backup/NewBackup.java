package org.nessiebackup.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.catalog.HistoryCheck;
import org.nessiebackup.manifest.Source;
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
    return HistoryCheck.isOfObjects(source, table.name());
  }

  /** What speaks against building on the newest backup of a chain, or on one that it builds on. */
  Optional<FullReason> against(BackupChain chain) {
    if (chain.newest().id().compareTo(id) >= 0) {
      return Optional.of(FullReason.CLOCK_WENT_BACK);
    }
    // By their names, which no single clock that was wrong carries away.
    if (chain.full().id().time().plus(fullEvery).compareTo(id.time()) <= 0) {
      return Optional.of(FullReason.FULL_TOO_OLD);
    }
    return new HistoryCheck(source, tables)
        .since(chain)
        .map(FullReason::of)
        .or(() -> withoutKeys(chain));
  }

  private Optional<FullReason> withoutKeys(BackupChain chain) {
    boolean keys =
        tables.stream()
            .filter(this::growing)
            .flatMap(table -> chain.layers(table.name()).stream())
            .flatMap(layer -> layer.table().segments().stream())
            .allMatch(segment -> segment.keys().isPresent());
    boolean room = chain.members().size() < BackupChain.LONGEST;
    return keys && room ? Optional.empty() : Optional.of(FullReason.PARENT_UNSUITABLE);
  }

  /** The horizon of one of a chain's backups, all of which are of a server by now. */
  static long horizon(BackupChain chain, int member) {
    return snapshot(chain, member).horizon();
  }

  /** The first transaction that began after one of a chain's backups had taken its snapshot. */
  static long next(BackupChain chain, int member) {
    return snapshot(chain, member).next();
  }

  private static TransactionSnapshot snapshot(BackupChain chain, int member) {
    return HistoryCheck.snapshot(chain.members().get(member)).orElseThrow();
  }
}
