package org.nessiebackup.service.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.report.Shape;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.JournalState.Phase;
import org.nessiebackup.vault.point.JournalReach;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The journal of a catalog: what whoever follows it here knows, and what the vault says, which is
 * all where another service follows.
 *
 * @param followed how it is followed here; absent if it is not
 * @param stored how far it goes in the vault, as that was read last; absent if there is none
 * @param proof its newest proof; absent if there is none
 */
record JournalMember(
    Optional<JournalState> followed,
    Optional<JournalReach> stored,
    Optional<JournalProofRecord> proof) {
  /** Absent if there is none, and none is wanted. */
  static Optional<ObjectNode> of(CatalogState state, Instant now) {
    JournalMember member =
        new JournalMember(
            state.journal(),
            state.vault().flatMap(vault -> vault.status().newest().journal()),
            state.vault().flatMap(vault -> vault.status().newest().proofs().newest()));
    return member.followed.isPresent() || member.stored.isPresent()
        ? Optional.of(member.json(now))
        : Optional.empty();
  }

  private ObjectNode json(Instant now) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("state", phase().name().toLowerCase(Locale.ROOT));
    stored.ifPresent(
        reach -> {
          document.put("epoch", reach.epoch().value());
          document.put("to", reach.to().toString());
        });
    reachedAt()
        .ifPresent(
            at -> {
              document.put("reached_at", Shape.time(at));
              Duration lag = Duration.between(at, now);
              document.put("lag_seconds", Math.max(0, lag.toSeconds()));
            });
    stored
        .flatMap(JournalReach::base)
        .map(BackupId::value)
        .ifPresent(base -> document.put("base", base));
    followed.flatMap(JournalState::server).ifPresent(server -> server(document, server));
    end()
        .ifPresent(
            end -> document.putObject("end").put("reason", end.reason()).put("text", end.text()));
    proof.ifPresent(record -> proof(document.putObject("proof"), record));
    followed
        .flatMap(JournalState::trouble)
        .ifPresent(trouble -> document.set("trouble", CatalogDocument.trouble(trouble)));
    return document;
  }

  private static void proof(ObjectNode document, JournalProofRecord record) {
    document.put("at", Shape.time(record.at()));
    document.put("sound", !record.failed());
    record.provenTo().ifPresent(backup -> document.put("to", backup.value()));
    document.put("unproven", record.unproven().size());
  }

  private static void server(ObjectNode document, JournalStatusReport.Server server) {
    server.lagBytes().ifPresent(bytes -> document.put("lag_bytes", bytes));
    server
        .slotState()
        .ifPresent(
            slot -> {
              document.put("retained_bytes", slot.retained());
              slot.safe().ifPresent(bytes -> document.put("safe_bytes", bytes));
            });
  }

  private Phase phase() {
    return followed
        .map(JournalState::phase)
        .filter(phase -> phase != Phase.UNKNOWN)
        .orElseGet(
            () -> stored.flatMap(JournalReach::end).isPresent() ? Phase.ENDED : Phase.UNKNOWN);
  }

  private Optional<Instant> reachedAt() {
    return Stream.concat(
            followed.flatMap(JournalState::reachedAt).stream(),
            stored.map(JournalReach::at).stream())
        .max(Comparator.naturalOrder());
  }

  /** What the vault says of an end is old news as soon as somebody follows again. */
  private Optional<JournalFile.End> end() {
    return phase() == Phase.ENDED
        ? followed.flatMap(JournalState::ended).or(() -> stored.flatMap(JournalReach::end))
        : Optional.empty();
  }
}
