package org.nessiebackup.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.comparison.CommittedChanges;
import org.nessiebackup.comparison.TableComparison;
import org.nessiebackup.comparison.TableDifferences;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.CreatedSlot;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationSession.SlotOption;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaProofReport.Span;
import org.nessiebackup.replica.ReplicaStatusReport.Lag;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.replication.LogicalMark;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.TableDescription;

/**
 * Proves that a replica has the rows of its primary, while both go on. A slot of our own gives a
 * moment of the primary and every change behind it. The replica is read as of a moment that is
 * later, and so it must be the primary's first moment with some of these changes, all up to one of
 * them. Rows that no change has touched have to be equal; for the others there has to be one moment
 * at which all of them were on the primary as they are on the replica.
 */
record ReplicaProof(ReplicaSetup setup, ReplicaState state) {
  private static final String WORDS = "replica proof";

  /** The sessions that are needed; who asks is in no transaction. */
  private record Sessions(
      ReplicationSession sender, Session asking, Session primary, Session replica) {}

  /**
   * Compares all rows.
   *
   * @param patience how long the replica may take to come up to where the primary is
   * @throws BackupException {@link Failure#STALE} if it does not come so far in that time; {@link
   *     Failure#FINDINGS} if it is not sent the changes of these tables
   */
  ReplicaProofReport run(Duration patience) {
    refuseUnfit();
    try (Session asking = setup.onPrimary()) {
      refuseDefect(asking);
      try (ReplicationSession sender =
              setup
                  .primary()
                  .openReplication("nessie-backup proof", setup.context().cancellation());
          Session primary = setup.onPrimary();
          Session replica = setup.onReplica()) {
        return compare(new Sessions(sender, asking, primary, replica), patience);
      }
    }
  }

  private void refuseUnfit() {
    if (state.phase() != ReplicaState.Phase.FOLLOWING) {
      throw Failure.FINDINGS.exception(
          "replica \"%s\" follows nobody: it is %s"
              .formatted(state.head().name(), state.phase().label()),
          "There is nothing to compare it with.");
    }
  }

  private void refuseDefect(Session primary) {
    FollowedPlace place = new FollowedPlace(state.servers().primary());
    place
        .otherServer(primary)
        .or(() -> place.defect(primary, state.link()))
        .ifPresent(
            defect -> {
              throw Failure.FINDINGS.exception(
                  "the replica cannot be compared: " + defect, "`replica status` says what to do.");
            });
  }

  private ReplicaProofReport compare(Sessions sessions, Duration patience) {
    setup.context().progress().step("waiting for the replica", 0);
    CatalogLocation catalog = new FollowedPlace(state.servers().primary()).catalog();
    CreatedSlot slot =
        sessions
            .sender()
            .createSlot(name(), Set.of(SlotOption.TEMPORARY, SlotOption.EXPORT_SNAPSHOT));
    CatalogSnapshot first = CatalogSnapshot.open(sessions.primary(), catalog, slot.snapshot());
    await(sessions.asking(), patience);
    CatalogSnapshot.open(
        sessions.replica(), new FollowedPlace(state.servers().replica()).catalog());
    ServerMoment moment = ServerMoment.of(sessions.asking());
    // Lets the stream come to that position where nobody else writes.
    LogicalMark.emit(sessions.asking(), WORDS);
    setup.context().progress().step("reading what is changed meanwhile", 0);
    CommittedChanges changes =
        CommittedChanges.read(
            sessions
                .sender()
                .streamOfAnyVersion(slot.name(), Lsn.ZERO, List.of(state.link().publication())),
            moment.position(),
            first.tables());
    BitSet moments = new BitSet();
    moments.set(0, changes.transactions() + 1);
    List<TableDifferences> tables = new ArrayList<>();
    for (TableDescription table : first.tables()) {
      tables.add(compare(sessions, table, changes, moments));
    }
    return new ReplicaProofReport(
        state.head().name(),
        moment.at(),
        new Span(slot.consistentPoint(), moment.position(), changes.transactions()),
        equal(slot.consistentPoint(), tables, changes, moments),
        tables);
  }

  private TableDifferences compare(
      Sessions sessions, TableDescription table, CommittedChanges changes, BitSet moments) {
    setup.context().progress().step("comparing table \"" + table.name() + "\"", table.bytes());
    if (table.shape().leadingKey() == 0) {
      throw Failure.CATALOG_UNSUITABLE.exception(
          "table \"%s\" cannot be compared: its key is not made of its first columns"
              .formatted(table.name()),
          "Nessie makes its tables so. Compare the two servers by other means.");
    }
    TableComparison.Sides sides =
        new TableComparison.Sides(
            sessions.primary(),
            sessions.replica(),
            state.servers().primary().schema(),
            setup.context());
    return new TableComparison(sides, table, changes).compare(moments, changes.transactions());
  }

  private static Optional<Lsn> equal(
      Lsn first, List<TableDifferences> tables, CommittedChanges changes, BitSet moments) {
    boolean same = tables.stream().allMatch(table -> table.differences().isEmpty());
    if (!same || moments.isEmpty()) {
      return Optional.empty();
    }
    int last = moments.length() - 1;
    return Optional.of(last == 0 ? first : changes.end(last));
  }

  private void await(Session asking, Duration patience) {
    Optional<Lag> lag = new CaughtUp(asking, state.link().slot(), setup.context()).await(patience);
    if (lag.filter(Lag::reached).isEmpty()) {
      throw Failure.STALE.exception(
          "replica \"%s\" does not come to where the primary is, so it cannot be compared"
              .formatted(state.head().name()),
          "`replica status` says what keeps it. If it only is behind, wait: --wait.");
    }
  }

  private static String name() {
    return "nessie_backup_proof_" + UUID.randomUUID().toString().replace('-', '_');
  }
}
