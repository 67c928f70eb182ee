package org.nessiebackup.catalog;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.tables.ChangeTrackingCheck;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TransactionSnapshot;
import org.nessiebackup.vault.backups.BackupChain;

/**
 * Whether a row of a server that is older than a backup by the number of its transaction is in that
 * backup: what incremental backups and tips rely on. Knows nothing but what it is given.
 *
 * @param now the server and its snapshot
 * @param tables the tables as they are
 */
public record HistoryCheck(Source.Server now, List<TableDescription> tables) {
  /** Takes its own copy of the list. */
  public HistoryCheck {
    tables = List.copyOf(tables);
  }

  /** What speaks against it for the newest backup of a chain, or for one that it builds on. */
  public Optional<HistoryBreak> since(BackupChain chain) {
    if (chain.members().stream().anyMatch(member -> snapshot(member).isEmpty())
        || !(chain.newest().source() instanceof Source.Server before)) {
      return Optional.of(HistoryBreak.SNAPSHOT_UNKNOWN);
    }
    return sinceServer(before)
        .or(() -> sinceTransactions(chain))
        .or(() -> tables.stream().flatMap(table -> since(chain, table).stream()).findFirst());
  }

  private Optional<HistoryBreak> sinceServer(Source.Server before) {
    if (now.systemIdentifier().isEmpty() || now.timeline().isEmpty()) {
      return Optional.of(HistoryBreak.SERVER_UNKNOWN);
    }
    boolean sameCatalog =
        now.systemIdentifier().equals(before.systemIdentifier())
            && now.databaseOid() == before.databaseOid()
            && now.schema().equals(before.schema())
            && now.storeType().equals(before.storeType());
    if (!sameCatalog) {
      return Optional.of(HistoryBreak.OTHER_CATALOG);
    }
    if (now.standby() != before.standby()) {
      return Optional.of(HistoryBreak.OTHER_ROLE);
    }
    if (!now.timeline().equals(before.timeline())) {
      return Optional.of(HistoryBreak.OTHER_TIMELINE);
    }
    return now.serverStarted().isPresent() && now.serverStarted().equals(before.serverStarted())
        ? Optional.empty()
        : Optional.of(HistoryBreak.SERVER_RESTARTED);
  }

  private Optional<HistoryBreak> sinceTransactions(BackupChain chain) {
    TransactionSnapshot seen = TransactionSnapshot.parse(now.snapshot()).orElseThrow();
    if (seen.next() < snapshot(chain.newest()).orElseThrow().next()) {
      return Optional.of(HistoryBreak.TRANSACTIONS_LOST);
    }
    return seen.reaches(snapshot(chain.full()).orElseThrow().horizon())
        ? Optional.empty()
        : Optional.of(HistoryBreak.TRANSACTIONS_TOO_MANY);
  }

  private Optional<HistoryBreak> since(BackupChain chain, TableDescription table) {
    Optional<TableEntry> entry = chain.newest().table(table.name());
    if (entry.isEmpty() || !entry.get().shape().equals(table.shape())) {
      return Optional.of(HistoryBreak.TABLE_CHANGED);
    }
    if (entry.get().identity().filter(each -> each.oid() == table.oid()).isEmpty()) {
      return Optional.of(HistoryBreak.TABLE_REPLACED);
    }
    return isOfObjects(now, table.name()) && !ChangeTrackingCheck.suits(table.shape())
        ? Optional.of(HistoryBreak.TABLE_UNSUITABLE)
        : Optional.empty();
  }

  /** Whether a table is the one of which nearly every row is inserted once and never changes. */
  public static boolean isOfObjects(Source source, String table) {
    return StoreType.of(source.storeType())
        .filter(type -> type.objects().equals(table))
        .isPresent();
  }

  /** What a backup saw; absent if it is none of a server. */
  public static Optional<TransactionSnapshot> snapshot(Manifest manifest) {
    return manifest.server().flatMap(server -> TransactionSnapshot.parse(server.snapshot()));
  }
}
