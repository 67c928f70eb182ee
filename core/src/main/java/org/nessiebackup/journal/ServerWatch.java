package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.journal.JournalStatusReport.Standby;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * Looks whether a server still has what an epoch is of, and what sends its changes. The stream
 * itself keeps silent about most of that: what nobody publishes any more does not come.
 */
final class ServerWatch {
  /**
   * What a look at the server has shown.
   *
   * @param at the server's clock, read before the position
   * @param position where its log ended, read before anything else was looked at
   * @param against why the epoch cannot go on; absent if it can
   */
  record Look(Instant at, Lsn position, Optional<EpochEndException> against) {}

  /** Replicas are promoted seldom, and the vault may be far away. */
  private static final Duration VAULT = Duration.ofSeconds(30);

  private final FollowedServer server;
  private final JournalEpoch epoch;
  private final Supplier<Optional<String>> givenUp;
  private final Supplier<Optional<String>> superseded;
  private final Timer vaultLooked = new Timer();

  /**
   * Looks at nothing yet.
   *
   * @param givenUp why the slot was given up; absent if it was not
   * @param superseded why the catalog is another server's, by what the vault knows; absent if it is
   *     not
   */
  ServerWatch(
      FollowedServer server,
      JournalEpoch epoch,
      Supplier<Optional<String>> givenUp,
      Supplier<Optional<String>> superseded) {
    this.server = server;
    this.epoch = epoch;
    this.givenUp = givenUp;
    this.superseded = superseded;
  }

  /** Looks. */
  Look look() {
    lookInVault();
    ServerMoment now = ServerMoment.of(server.session());
    return new Look(
        now.at(), now.position(), slot().or(this::mark).or(this::tables).or(this::publication));
  }

  /** What such a server commits is no part of the catalog, so nothing more of it is read. */
  private void lookInVault() {
    if (vaultLooked.hasPassed(VAULT)) {
      vaultLooked.restart();
      superseded
          .get()
          .ifPresent(
              sentence -> {
                throw Failure.LOCKED.exception(sentence);
              });
    }
  }

  /** Nobody can write behind the fence, so what comes until here is all of the catalog. */
  private Optional<EpochEndException> mark() {
    return ReplicaMark.of(server.session(), epoch.source().schema())
        .filter(mark -> mark.role() == ReplicaMark.Role.SUPERSEDED)
        .flatMap(
            mark ->
                against(
                    EndReason.SUPERSEDED,
                    "replica \"%s\" in cluster %s was promoted in epoch %d"
                        .formatted(mark.replica(), mark.system(), mark.epoch())));
  }

  /** Whether commits wait for the journal; absent if they neither do nor are to. */
  Optional<Standby> standby(boolean wanted) {
    return wanted
        ? Standby.look(server.session(), server.names().application(), true)
        : Optional.empty();
  }

  /**
   * Looks whether it is the server it was, and whether the slot is where the vault is; for who is
   * about to go on.
   *
   * @param reached where the vault is
   */
  Optional<EpochEndException> beforeGoingOn(Lsn reached) {
    ReplicationSession.Identity now = server.replication().identify();
    return place(now).or(() -> forgotten(now, reached)).or(() -> moved(reached));
  }

  private Optional<EpochEndException> place(ReplicationSession.Identity now) {
    CatalogPlace before = epoch.source();
    boolean same =
        now.system().equals(before.systemIdentifier())
            && now.timeline() == before.timeline()
            && server.facts().identity().databaseOid() == before.databaseOid();
    return same
        ? Optional.empty()
        : against(
            EndReason.SERVER_CHANGED,
            "the journal is of cluster %s, timeline %d, and this is cluster %s, timeline %d"
                .formatted(
                    before.systemIdentifier(), before.timeline(), now.system(), now.timeline()));
  }

  /** A server that was set back to an earlier copy of its disk is the same by its own account. */
  private Optional<EpochEndException> forgotten(ReplicationSession.Identity now, Lsn reached) {
    return now.position().compareTo(reached) < 0
        ? against(
            EndReason.SERVER_CHANGED,
            "the log of the server ends at %s, and the journal goes to %s: it was set back to an"
                    .formatted(now.position(), reached)
                + " earlier state")
        : Optional.empty();
  }

  private Optional<EpochEndException> moved(Lsn reached) {
    return ReplicationSlot.lookHere(server.session(), epoch.slot())
        .flatMap(slot -> slot.log().confirmed())
        .filter(confirmed -> confirmed.compareTo(reached) > 0)
        .flatMap(
            confirmed ->
                against(
                    EndReason.SLOT_DROPPED,
                    "somebody has moved replication slot \"%s\" to %s, and the journal goes to %s"
                        .formatted(epoch.slot(), confirmed, reached)));
  }

  private Optional<EpochEndException> slot() {
    Optional<ReplicationSlot> slot = ReplicationSlot.look(server.session(), epoch.slot());
    if (slot.isEmpty()) {
      return givenUp
          .get()
          .map(text -> new EpochEndException(EndReason.TOO_MUCH_RETAINED, text))
          .or(
              () ->
                  against(
                      EndReason.SLOT_DROPPED,
                      "somebody has removed replication slot \"%s\"".formatted(epoch.slot())));
    }
    if (!slot.get().isOf(server.facts().database())) {
      return against(
          EndReason.SLOT_DROPPED,
          "another replication slot has taken the name \"%s\": %s"
              .formatted(epoch.slot(), slot.get().kind()));
    }
    return slot.get().isLost()
        ? against(
            EndReason.SLOT_LOST,
            "replication slot \"%s\" is lost: %s".formatted(epoch.slot(), slot.get().lossReason()))
        : Optional.empty();
  }

  private Optional<EpochEndException> tables() {
    Session session = server.session();
    for (JournalEpoch.Table before : List.of(epoch.references(), epoch.objects())) {
      String name = before.shape().name();
      Optional<TableDescription> now =
          TableInspector.inspect(session, epoch.source().schema(), name);
      if (now.filter(table -> table.oid() == before.oid()).isEmpty()) {
        return against(
            EndReason.TABLE_REPLACED,
            now.isEmpty()
                ? "table \"%s\" is gone".formatted(name)
                : "another table has taken the name \"%s\"".formatted(name));
      }
      if (!now.get().shape().equals(before.shape())) {
        return against(EndReason.TABLE_CHANGED, "table \"%s\" was altered".formatted(name));
      }
    }
    return Optional.empty();
  }

  private Optional<EpochEndException> publication() {
    String name = server.names().publication();
    Optional<Publication> publication = Publication.look(server.session(), name);
    if (publication.isEmpty()) {
      return against(EndReason.PUBLICATION_CHANGED, "publication \"%s\" is gone".formatted(name));
    }
    return publication
        .get()
        .defect(List.of(epoch.references().oid(), epoch.objects().oid()))
        .flatMap(
            defect ->
                against(
                    EndReason.PUBLICATION_CHANGED,
                    "publication \"%s\" %s".formatted(name, defect)));
  }

  private static Optional<EpochEndException> against(EndReason reason, String text) {
    return Optional.of(new EpochEndException(reason, text));
  }
}
