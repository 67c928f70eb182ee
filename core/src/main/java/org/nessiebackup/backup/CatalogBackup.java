package org.nessiebackup.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.Prefetch;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ConnectionSecurity;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.FlushedLsn;
import org.nessiebackup.postgres.PoolMode;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.OtherTables;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.replica.Primacy;

/**
 * Takes backups: of everything, or of what has changed since another one. Making one touches
 * nothing.
 *
 * @param vault the vault
 * @param database the database
 * @param context clock, progress and a request to stop
 */
public record CatalogBackup(Vault vault, Database database, WorkContext context) {
  /** Sees the vault by the clock of the context. */
  public CatalogBackup {
    vault = vault.by(context.clock());
  }

  /**
   * A moment of the catalog that a session holds, such as the one in which a replication slot
   * begins.
   *
   * @param snapshot the snapshot that the session has exported
   * @param point the snapshot sees no commit that stands behind this position of the server's log
   */
  public record HeldMoment(String snapshot, Lsn point) {}

  /**
   * Takes a backup. It exists when this method returns, and not at all if it throws.
   *
   * @throws BackupException with the failure that ended it
   */
  public BackupReport run(BackupOptions options) {
    return run(options, Optional.empty());
  }

  /**
   * The same of a moment that somebody else holds.
   *
   * @param moment lasts until this returns
   */
  public BackupReport run(BackupOptions options, HeldMoment moment) {
    return run(options, Optional.of(moment));
  }

  private BackupReport run(BackupOptions options, Optional<HeldMoment> moment) {
    Instant started = context.clock().instant();
    vault.keys().checkWriter();
    vault.keys().warmUpWriter();
    context.progress().step("looking for the catalog", 0);
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.BACKUP, List.of(), context)) {
      // While the connection is made, which may have been begun before.
      Prefetch<ParentCandidate> reading =
          Prefetch.of("parent-candidate", () -> ParentCandidate.read(vault, options.wanted()));
      Prefetch<Primacy> primacy = Prefetch.of("primacy", () -> vault.replicas().primacy());
      return run(options, started, lease, new Known(reading, primacy, moment));
    }
  }

  /** What is read of the vault meanwhile, and of which moment the backup is to be. */
  private record Known(
      Prefetch<ParentCandidate> reading, Prefetch<Primacy> primacy, Optional<HeldMoment> moment) {}

  private BackupReport run(BackupOptions options, Instant started, VaultLease lease, Known known) {
    try (Session session = database.open(context.cancellation())) {
      ConnectionSecurity security = ConnectionSecurity.of(session);
      warnOfPooler(session);
      CatalogLocation catalog =
          CatalogFinder.find(session, StoreType.tableSets(options.tables()), options.schema());
      CatalogLock.acquire(session, catalog.schema());
      OtherTables.beside(session, catalog).forEach(name -> warnOfOther(catalog, name));
      ReplicaMark.refuseSuperseded(session, catalog);
      Optional<String> before =
          known.moment().isPresent()
              ? known.moment().map(held -> held.point().toString())
              : FlushedLsn.end(session);
      CatalogSnapshot snapshot =
          CatalogSnapshot.open(session, catalog, known.moment().map(HeldMoment::snapshot));
      // Asked after the snapshot: what this server was a moment before does not matter.
      ServerFacts server = ServerFacts.of(session);
      ParentCandidate candidate = known.reading().get();
      BackupId id = candidate.names().next(started, started.plus(aheadOfHost(server)));
      NewBackup newBackup =
          new NewBackup(
              id,
              started,
              new ServerSource(server, catalog)
                  .at(snapshot.transactions(), before, FlushedLsn.end(session)),
              snapshot.tables(),
              options.fullEvery().orElse(vault.settings().current().fullEvery()),
              options.tags());
      Primacy primacy = known.primacy().get();
      primacy.refuseFormer(newBackup.source());
      if (!options.continueHistory()) {
        primacy.check(vault.location(), candidate.newest(), newBackup.source());
      }
      Decision decision =
          new BackupTypeChooser(session, newBackup, context.progress()).choose(candidate);
      BackupPublisher publisher =
          new BackupPublisher(vault, lease, context, session, snapshot, newBackup);
      Attempt<Manifest> incremental =
          switch (decision) {
            case Decision.Full full -> new Attempt.Refused<>(full.reason());
            case Decision.Incremental changes ->
                publisher.publish(
                    Optional.of(changes.parent()),
                    pending ->
                        new ChangedTables(vault, context, session, snapshot, changes)
                            .write(pending, newBackup));
          };
      return switch (incremental) {
        case Attempt.Stored<Manifest> stored ->
            report(stored.value(), decision.depth(), Optional.empty(), security);
        case Attempt.Refused<Manifest> refused ->
            report(
                full(options, session, publisher, snapshot, refused.reason()),
                0,
                Optional.of(refused.reason()),
                security);
      };
    }
  }

  private Manifest full(
      BackupOptions options,
      Session session,
      BackupPublisher publisher,
      CatalogSnapshot snapshot,
      FullReason reason) {
    if (options.wanted() == BackupOptions.Wanted.INCREMENTAL) {
      throw Failure.TARGET_GUARDED.exception(
          "an incremental backup is not possible: " + reason.sentence(),
          "`--type auto` takes a full one then, on which later ones can build.");
    }
    Attempt<Manifest> whole =
        publisher.publish(
            Optional.empty(),
            pending ->
                new Attempt.Stored<>(
                    new TableSegments(vault, database, context, snapshot, pending)
                        .write(options.jobs(), session)));
    return switch (whole) {
      case Attempt.Stored<Manifest> stored -> stored.value();
      case Attempt.Refused<Manifest> refused ->
          throw new IllegalStateException("a full backup is not refused: " + refused.reason());
    };
  }

  private BackupReport report(
      Manifest manifest, int depth, Optional<FullReason> reason, ConnectionSecurity security) {
    Duration elapsed = Duration.between(manifest.started(), context.clock().instant());
    return new BackupReport(
        manifest, vault.backups().time(manifest), depth, reason, security, elapsed);
  }

  /** How far the server's clock is ahead of that of this machine; negative if it is behind. */
  private Duration aheadOfHost(ServerFacts server) {
    Duration ahead = Duration.between(context.clock().instant(), server.time());
    if (ahead.abs().compareTo(BackupClocks.TOLERANCE) > 0) {
      context
          .progress()
          .warning(
              "the database server's clock is %s %s this machine's: set both by NTP; the backup is"
                      .formatted(words(ahead.abs()), ahead.isNegative() ? "behind" : "ahead of")
                  + " named by the earlier of the two, and its state is dated by the server's");
    }
    return ahead;
  }

  private static String words(Duration span) {
    if (span.toHours() >= 48) {
      return span.toDays() + " days";
    }
    return span.toMinutes() >= 120 ? span.toHours() + " hours" : span.toMinutes() + " minutes";
  }

  /** What shares sessions works while nobody else is there, and then not. */
  private void warnOfPooler(Session session) {
    if (PoolMode.of(session, database, context.cancellation()) == PoolMode.TRANSACTION) {
      context.progress().warning(PoolMode.SHARED);
    }
  }

  private void warnOfOther(CatalogLocation catalog, String table) {
    context
        .progress()
        .warning(
            "table \"%s\" in schema \"%s\" is no part of the catalog and is not backed up"
                .formatted(table, catalog.schema()));
  }
}
