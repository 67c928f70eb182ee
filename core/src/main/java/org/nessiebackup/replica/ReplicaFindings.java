package org.nessiebackup.replica;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.DurationWords;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replica.ReplicaStatusReport.Finding;
import org.nessiebackup.replica.ReplicaStatusReport.Kind;
import org.nessiebackup.replica.ReplicaStatusReport.Lag;
import org.nessiebackup.replica.ReplicaStatusReport.Severity;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.tables.ReplicaMark;

/** What two looks at a replica and one at its primary come to. */
record ReplicaFindings(ReplicaState state, Primary primary, Replica replica) {
  private static final String AGAIN =
      "`replica create --again` makes it anew; until then it is no replacement of the primary.";

  private static final String ADDRESSES =
      "Give the addresses of the servers that the replica was made with.";

  private static final String CONFLICT_CAUSES =
      "The replica's own log names the row and the reason: look there for \"logical replication\"."
          + " Usually somebody has written to the replica (delete there the row that is in the"
          + " way, and it goes on by itself), a table was altered on one side only, or its server"
          + " cannot log in to the primary any more. Skip no transaction: what it had is missing"
          + " then. Afterwards `replica status --prove`.";

  /**
   * What was learned of the primary.
   *
   * @param said what it says; absent if it cannot be reached
   * @param unreached why it cannot
   * @param otherServer that it is not the one that the replica was made with
   * @param lag how far the replica is behind
   */
  record Primary(
      Optional<ReplicaStatusReport.Primary> said,
      Optional<BackupException> unreached,
      Optional<String> otherServer,
      Optional<Lag> lag) {}

  /**
   * What was learned of the replica.
   *
   * @param before what it has said at first; absent if it could not be reached
   * @param after what it has said in the end
   * @param unreached why it could not be reached in the end
   */
  record Replica(
      Optional<ReplicaStatusReport.Replica> before,
      Optional<ReplicaStatusReport.Replica> after,
      Optional<BackupException> unreached) {
    Optional<Subscription> subscription() {
      return after.flatMap(ReplicaStatusReport.Replica::subscription);
    }
  }

  /** Of one that is none any more. */
  static Finding over(ReplicaState state) {
    Instant at = second(state);
    return state.phase() == ReplicaState.Phase.PROMOTED
        ? Finding.of(
            Kind.PROMOTED,
            "it was promoted at %s, and has the catalog in epoch %d".formatted(at, state.epoch()))
        : Finding.of(
            Kind.STOPPED, "it was dropped at " + at, "`replica create` makes another one.");
  }

  /** All of them, the worst first; never empty. */
  List<Finding> all() {
    List<Finding> all = new ArrayList<>();
    phase().ifPresent(all::add);
    primary.unreached().map(this::primaryUnreached).ifPresent(all::add);
    replica.unreached().map(this::replicaUnreached).ifPresent(all::add);
    primary
        .otherServer()
        .map(text -> Finding.of(Kind.STOPPED, text, ADDRESSES))
        .ifPresent(all::add);
    if (primary.otherServer().isEmpty()) {
      primary.said().ifPresent(said -> sending(said, all));
    }
    replica.after().ifPresent(said -> applying(said, all));
    boolean broken = all.stream().anyMatch(each -> each.kind().severity() == Severity.ERROR);
    if (!broken) {
      conflict().or(this::distance).ifPresent(all::add);
    }
    all.sort((one, other) -> other.kind().severity().compareTo(one.kind().severity()));
    return all;
  }

  private Optional<Finding> phase() {
    return switch (state.phase()) {
      case BEGUN, SEEDED ->
          Optional.of(
              Finding.of(
                  Kind.UNFINISHED,
                  "it was begun at %s, and is not finished".formatted(second(state)),
                  "`replica create` goes on with it, or `replica drop` ends it; until then the"
                      + " primary may keep its log for it."));
      case STOPPED ->
          Optional.of(
              Finding.of(
                  Kind.STOPPED,
                  state.reason().orElse("it was stopped at " + second(state)),
                  AGAIN));
      case FOLLOWING, PROMOTED, DROPPED -> Optional.empty();
    };
  }

  private static Instant second(ReplicaState state) {
    return state.head().at().truncatedTo(ChronoUnit.SECONDS);
  }

  private Finding primaryUnreached(BackupException reason) {
    String heard =
        replica
            .subscription()
            .flatMap(Subscription::worker)
            .map(
                worker ->
                    "; the replica has heard of it %s, and was sent its log up to %s"
                        .formatted(
                            worker.heardAt().map(at -> "at " + at).orElse("never"),
                            worker.received().map(Object::toString).orElse("nowhere")))
            .orElse(
                replica.after().isPresent() ? "; nobody on the replica hears of it either" : "");
    return Finding.of(
        Kind.PRIMARY_UNREACHABLE,
        "the primary cannot be reached from here: " + reason.getMessage() + heard,
        hint(
            reason,
            "Look whether it is there for others. If it is gone for good: `replica promote`."));
  }

  /** A server that answers is there: what helps is what it says. */
  private static String hint(BackupException reason, String ifGone) {
    return reason.failure() == Failure.CONNECTION ? ifGone : reason.hint().orElse(ifGone);
  }

  private Finding replicaUnreached(BackupException reason) {
    String sent =
        primary
            .said()
            .flatMap(ReplicaStatusReport.Primary::slot)
            .map(
                slot ->
                    slot.activeProcess().isPresent()
                        ? "; the primary sends to it"
                        : "; the primary sends nothing to it, and keeps %,d bytes of its log for it"
                            .formatted(slot.log().retainedBytes()))
            .orElse("");
    return Finding.of(
        Kind.REPLICA_UNREACHABLE,
        "the replica cannot be reached from here: " + reason.getMessage() + sent,
        hint(
            reason,
            "Look whether its server is there. If it is gone for good, `replica drop --force` lets"
                + " the primary remove its log."));
  }

  private void sending(ReplicaStatusReport.Primary said, List<Finding> all) {
    said.mark()
        .filter(mark -> mark.role() == ReplicaMark.Role.SUPERSEDED)
        .map(ReplicaFindings::superseded)
        .ifPresent(all::add);
    if (said.slot().isEmpty()) {
      all.add(
          Finding.of(
              Kind.STOPPED,
              "replication slot \"%s\" is gone from the primary".formatted(state.link().slot()),
              AGAIN));
    }
    said.slot()
        .filter(ReplicationSlot::isLost)
        .map(
            slot ->
                Finding.of(
                    Kind.SLOT_LOST,
                    "replication slot \"%s\" is lost: %s".formatted(slot.name(), slot.lossReason()),
                    AGAIN))
        .ifPresent(all::add);
    said.defect().map(defect -> Finding.of(Kind.STOPPED, defect, AGAIN)).ifPresent(all::add);
  }

  private static Finding superseded(ReplicaMark mark) {
    return Finding.of(
        Kind.SUPERSEDED,
        "the primary has the catalog no longer: replica \"%s\" in cluster %s was promoted at %s, in epoch %d"
            .formatted(mark.replica(), mark.system(), mark.at(), mark.epoch()),
        "Stop the Nessie that writes there: its commits are in no backup. `replica reverse` makes"
            + " it a replica of the other.");
  }

  private void applying(ReplicaStatusReport.Replica said, List<Finding> all) {
    String name = state.link().subscription();
    if (state.phase() != ReplicaState.Phase.BEGUN && state.phase() != ReplicaState.Phase.SEEDED) {
      if (said.subscription().isEmpty()) {
        all.add(
            Finding.of(
                Kind.STOPPED,
                "subscription \"%s\" is gone from the replica".formatted(name),
                AGAIN));
      }
      said.subscription()
          .filter(subscription -> !subscription.enabled())
          .map(
              any ->
                  Finding.of(
                      Kind.STOPPED,
                      "subscription \"%s\" is disabled: the replica applies nothing"
                          .formatted(name),
                      "If nobody has done that on purpose, look into the replica's log for the"
                          + " reason, and then: ALTER SUBSCRIPTION \""
                          + name
                          + "\" ENABLE;"))
          .ifPresent(all::add);
    }
    if (!said.connected().isEmpty()) {
      all.add(
          Finding.of(
              Kind.WRITTEN_TO,
              "somebody is connected to the replica who could write to it: "
                  + String.join("; ", said.connected()),
              "Stop it: what is written to a replica stops it, or is lost. A Nessie belongs to the"
                  + " replica only once that is promoted."));
    }
  }

  private Optional<Finding> conflict() {
    if (primary.lag().filter(lag -> !lag.reached()).isEmpty() || replica.after().isEmpty()) {
      return Optional.empty();
    }
    Optional<ReplicaStatusReport.Replica> first = replica.before().or(replica::after);
    long failed = errors(replica.after()) - errors(first);
    if (failed > 0) {
      return Optional.of(
          Finding.of(
              Kind.CONFLICT,
              "a change could not be applied, %d times while this looked".formatted(failed),
              CONFLICT_CAUSES));
    }
    return worker(replica.after()).isEmpty() || worker(first).isEmpty()
        ? Optional.of(
            Finding.of(
                Kind.CONFLICT,
                "no process of the replica applies the changes, or it ends again and again",
                CONFLICT_CAUSES))
        : Optional.empty();
  }

  private static Optional<Subscription.Worker> worker(Optional<ReplicaStatusReport.Replica> said) {
    return said.flatMap(ReplicaStatusReport.Replica::subscription).flatMap(Subscription::worker);
  }

  private static long errors(Optional<ReplicaStatusReport.Replica> said) {
    return said.flatMap(ReplicaStatusReport.Replica::subscription)
        .flatMap(Subscription::errors)
        .map(Subscription.Errors::apply)
        .orElse(0L);
  }

  private Optional<Finding> distance() {
    Optional<Lag> lag = primary.lag();
    if (lag.filter(Lag::reached).isPresent()) {
      return Optional.of(
          Finding.of(
              Kind.FOLLOWING,
              "it follows, and had everything %s after it was asked for"
                  .formatted(DurationWords.measured(lag.get().time()))));
    }
    return Optional.of(
        Finding.of(
            Kind.BEHIND,
            lag.map(
                    each ->
                        "it follows, and has not come in %s to where the primary was; %,d bytes of its log were missing at first"
                            .formatted(DurationWords.of(each.time()), each.bytes()))
                .orElse("how far it is cannot be told"),
            "If that number falls from look to look it catches up; else the replica's server or the"
                + " way to it is too slow for what is written. The primary keeps its log"
                + " meanwhile."));
  }
}
