package org.nessiebackup.backup;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nessiebackup.Progress;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.ChangeTrackingCheck;
import org.nessiebackup.tables.ChangedRows;
import org.nessiebackup.tables.OldTransactions;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.TableLayers;

/** Chooses what kind of backup to take, and on which other it builds. */
record BackupTypeChooser(Session session, NewBackup newBackup, Progress progress) {
  /** More changed rows than this are no small backup. */
  static final long MOST_CHANGES = 500_000;

  /** What to take, once the newest backup is known. */
  Decision choose(ParentCandidate parent) {
    return switch (parent) {
      case ParentCandidate.None none -> new Decision.Full(none.reason());
      case ParentCandidate.Usable usable ->
          newBackup
              .against(usable.chain())
              .<Decision>map(Decision.Full::new)
              .orElseGet(() -> among(usable.chain()));
    };
  }

  private Decision among(BackupChain chain) {
    List<TableDescription> growing =
        newBackup.tables().stream().filter(newBackup::growing).toList();
    if (!unchanged(growing, NewBackup.horizon(chain, 0))) {
      return new Decision.Full(
          unchanged(growing, NewBackup.next(chain, 0))
              ? heldBack(chain)
              : FullReason.TABLE_CHANGED);
    }
    Map<String, ChangedRows.Counts> counts = new HashMap<>();
    growing.forEach(table -> counts.put(table.name(), count(table, chain)));
    int parent = ParentChoice.choose(candidates(chain, counts.values()), newBackup.id().time());
    counts.replaceAll((table, all) -> all.since(parent));
    return against(chain.upTo(parent), counts.values())
        .<Decision>map(Decision.Full::new)
        .orElseGet(() -> new Decision.Incremental(chain.upTo(parent), counts));
  }

  private boolean unchanged(List<TableDescription> tables, long horizon) {
    return ChangeTrackingCheck.since(session, tables, horizon);
  }

  /** The tables were made before the full backup, and after a transaction that was open then. */
  private FullReason heldBack(BackupChain chain) {
    OldTransactions.before(session, NewBackup.next(chain, 0))
        .ifPresent(
            who ->
                progress.warning(
                    "backups stay full as long as a transaction is open that began before the"
                        + " tables were made: "
                        + who));
    return FullReason.TRANSACTION_OPEN;
  }

  private ChangedRows.Counts count(TableDescription table, BackupChain chain) {
    List<Long> horizons =
        IntStream.range(0, chain.members().size())
            .mapToObj(member -> NewBackup.horizon(chain, member))
            .toList();
    return ChangedRows.count(session, newBackup.source().schema(), table.shape(), horizons);
  }

  private List<ParentChoice.Candidate> candidates(
      BackupChain chain, Collection<ChangedRows.Counts> counts) {
    return IntStream.range(0, chain.members().size())
        .mapToObj(
            member ->
                new ParentChoice.Candidate(
                    chain.members().get(member).id().time(),
                    keys(chain.members().get(member)),
                    counts.stream().mapToLong(each -> each.changed().get(member)).sum()))
        .toList();
  }

  private Optional<FullReason> against(BackupChain parent, Collection<ChangedRows.Counts> counts) {
    Source.Server before = (Source.Server) parent.newest().source();
    if (before.durableTo().isEmpty()) {
      return Optional.of(FullReason.NOT_DURABLE);
    }
    long all = counts.stream().mapToLong(ChangedRows.Counts::all).sum();
    long changed = counts.stream().mapToLong(each -> each.changed().getFirst()).sum();
    long earlier = parent.members().stream().skip(1).mapToLong(BackupTypeChooser::keys).sum();
    boolean few =
        changed <= all / 2 && changed <= MOST_CHANGES && earlier + changed <= TableLayers.MOST_KEYS;
    return few ? Optional.empty() : Optional.of(FullReason.TOO_MANY_CHANGES);
  }

  /** How many keys a restore has to remember because of an incremental backup. */
  private static long keys(Manifest manifest) {
    if (manifest.type() == BackupType.FULL) {
      return 0;
    }
    return manifest.tables().stream()
        .map(TableEntry::changes)
        .flatMap(Optional::stream)
        .mapToLong((TableChanges each) -> each.inserted() + each.updated() + each.deleted())
        .sum();
  }
}
