package org.nessiebackup.tip;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.ChangeTrackingCheck;
import org.nessiebackup.tables.ReferenceWatch;
import org.nessiebackup.tables.ReferenceWatch.Look;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.TransactionSnapshot;
import org.nessiebackup.tip.PollReport.NewBaseNeeded;
import org.nessiebackup.tip.PollReport.Reason;
import org.nessiebackup.vault.tip.TipWriter;

/**
 * Tips of one backup that follow on each other. Each is of one moment: references and objects are
 * read in one transaction, so all that a reference leads to is there, whatever else goes on.
 */
final class Epoch {
  private final TipBase base;
  private final ReferenceWatch watch;
  private final TipWriter writer;
  private final TipOptions options;
  private final BooleanSupplier superseded;
  private final KnownObjects known;
  private LastTip last;
  private Optional<String> fingerprint = Optional.empty();
  private Optional<Instant> looked = Optional.empty();

  /**
   * Goes on.
   *
   * @param known may be empty
   * @param last what the vault has
   * @param superseded whether another server has the catalog now, by what the vault knows
   */
  Epoch(
      TipBase base,
      ReferenceWatch watch,
      TipWriter writer,
      KnownObjects known,
      LastTip last,
      TipOptions options,
      BooleanSupplier superseded) {
    this.superseded = superseded;
    this.base = base;
    this.watch = watch;
    this.writer = writer;
    this.known = known;
    this.last = last;
    this.options = options;
  }

  /**
   * Looks, and keeps what has moved.
   *
   * @param session in no transaction
   * @throws BackupException because of the server or the vault; nothing more can be said of this
   *     epoch then without reading it again
   */
  PollReport poll(Session session) throws IOException {
    Look look = watch.look(session, last.horizon());
    Optional<Reason> against = against(look.server());
    if (against.isPresent()) {
      return new NewBaseNeeded(against.get());
    }
    // What a long transaction elsewhere holds back counts as changed again and again.
    boolean same = fingerprint.equals(Optional.of(look.fingerprint()));
    return same || (look.changed() == 0 && look.rows() == last.references())
        ? unmoved(look)
        : moved(session);
  }

  private Optional<Reason> against(ReferenceWatch.Server server) {
    Source.Server before = base.chain().newest().server().orElseThrow();
    if (!Optional.of(server.started()).equals(before.serverStarted())) {
      return Optional.of(Reason.SERVER_RESTARTED);
    }
    if (server.standby() != before.standby()) {
      return Optional.of(Reason.OTHER_ROLE);
    }
    return server.tables().equals(base.references().oid() + " " + base.objects().oid())
        ? Optional.empty()
        : Optional.of(Reason.TABLE_REPLACED);
  }

  private PollReport unmoved(Look look) {
    fingerprint = Optional.of(look.fingerprint());
    if (!isDue(last.seenAt(), look.at())) {
      return new PollReport.Unmoved(look.at(), Optional.empty());
    }
    Optional<Reason> against = againstVault(look.at());
    if (against.isPresent()) {
      return new NewBaseNeeded(against.get());
    }
    Tip tip = writer.publish(moment(look), Optional.empty(), Optional.empty());
    last = last.then(tip);
    return new PollReport.Unmoved(look.at(), Optional.of(tip));
  }

  private static Tip.Moment moment(Look look) {
    return new Tip.Moment(look.at(), look.transactions());
  }

  /** Also after a clock was put back. */
  private boolean isDue(Instant before, Instant now) {
    Duration age = Duration.between(before, now);
    return age.isNegative() || age.compareTo(options.heartbeat()) >= 0;
  }

  /** The vault is asked now and then: others change it seldom. */
  private Optional<Reason> againstVault(Instant now) {
    if (last.number() >= options.limits().tips() || last.bytes() >= options.limits().bytes()) {
      return Optional.of(Reason.TOO_MANY_TIPS);
    }
    if (looked.filter(before -> !isDue(before, now)).isPresent()) {
      return Optional.empty();
    }
    looked = Optional.of(now);
    if (superseded.getAsBoolean()) {
      return Optional.of(Reason.SUPERSEDED);
    }
    return switch (writer.standing()) {
      case GOOD -> Optional.empty();
      case BASE_GONE -> Optional.of(Reason.BACKUP_GONE);
      case SETTINGS_CHANGED -> Optional.of(Reason.SETTINGS_CHANGED);
    };
  }

  private PollReport moved(Session session) throws IOException {
    try (TipDraft draft = new TipDraft(writer, base, known, options.limits())) {
      Look look = watch.begin(session, last.horizon());
      Optional<Reason> against = against(session, look);
      if (against.isEmpty()) {
        against = draft.read(session, watch.catalog().schema(), last.horizon(), base.horizon());
      }
      ReferenceWatch.end(session);
      if (against.isEmpty()) {
        against = againstVault(look.at());
      }
      if (against.isPresent()) {
        return new NewBaseNeeded(against.get());
      }
      Tip tip = draft.publish(writer, moment(look), known);
      last = last.then(tip);
      fingerprint = Optional.of(look.fingerprint());
      return new PollReport.Published(tip);
    }
  }

  /** As of the moment of the transaction, in which nothing of this changes any more. */
  private Optional<Reason> against(Session session, Look look) {
    boolean reached =
        TransactionSnapshot.parse(look.transactions())
            .filter(now -> now.reaches(base.horizon()))
            .isPresent();
    if (!reached) {
      return Optional.of(Reason.TRANSACTIONS_TOO_MANY);
    }
    boolean marked =
        ReplicaMark.of(session, watch.catalog().schema())
            .filter(mark -> mark.role() == ReplicaMark.Role.SUPERSEDED)
            .isPresent();
    if (marked) {
      return Optional.of(Reason.SUPERSEDED);
    }
    boolean described =
        ChangeTrackingCheck.since(
            session, List.of(base.references(), base.objects()), base.horizon());
    return against(look.server())
        .or(() -> described ? Optional.empty() : Optional.of(Reason.TABLE_CHANGED));
  }
}
