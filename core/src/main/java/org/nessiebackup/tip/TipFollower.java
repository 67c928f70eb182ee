package org.nessiebackup.tip;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ReferenceWatch;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tip.PollReport.NewBaseNeeded;
import org.nessiebackup.tip.PollReport.Reason;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.tip.TipEpoch;
import org.nessiebackup.vault.tip.TipWriter;

/**
 * Follows the references of a catalog in one long session, and keeps in the vault what has become
 * reachable since a backup: after {@link #poll} has returned, every commit is safe that had been
 * confirmed before. Needs the right to read the two tables, and nothing else.
 *
 * <p>After an exception it is of no further use: close it and open another one, which goes on where
 * the vault is. One thread at a time; and nobody else writes tips of the same backup meanwhile,
 * while backups, and whatever else needs a lease, may go on.
 */
public final class TipFollower implements AutoCloseable {
  private final Vault vault;
  private final WorkContext context;
  private final TipOptions options;
  private final Session session;
  private final CatalogLocation catalog;
  private final Source.Server server;
  private State state;

  private TipFollower(Vault vault, WorkContext context, TipOptions options, Followed followed) {
    this.vault = vault;
    this.context = context;
    this.options = options;
    this.session = followed.session();
    this.catalog = followed.catalog();
    this.server = followed.server();
    this.state = begin(options.base());
  }

  /** A session in no transaction, the catalog, and what its server says of itself. */
  private record Followed(Session session, CatalogLocation catalog, Source.Server server) {}

  private sealed interface State {
    /** Tips follow on each other. */
    record Following(Epoch epoch) implements State {}

    /** They cannot until there is another backup. */
    record Waiting(NewBaseNeeded reason) implements State {}

    /** An exception has left it open what the vault has. */
    record Failed() implements State {}
  }

  /**
   * Connects, and goes on with the tips of a backup.
   *
   * @param vault as it is now, with the keys that write
   * @throws BackupException because the server or the vault cannot be used; {@link
   *     Failure#TARGET_GUARDED} if another server has the catalog now; not because the backup
   *     cannot be built on, which {@link #poll} says
   */
  public static TipFollower open(
      Vault vault, Database database, TipOptions options, WorkContext context) {
    vault.keys().checkWriter();
    Session session = database.open(context.cancellation());
    try {
      ReferenceWatch.prepare(session, options.limits().statement());
      CatalogLocation catalog =
          CatalogFinder.find(session, StoreType.tableSets(options.tables()), options.schema());
      ReplicaMark.refuseSuperseded(session, catalog);
      Source.Server server = new ServerSource(ServerFacts.of(session), catalog).identity();
      vault.replicas().primacy().refuseFormer(server);
      return new TipFollower(vault, context, options, new Followed(session, catalog, server));
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  private State begin(Optional<BackupId> backup) {
    TipBase.Found found = TipBase.find(vault, session, catalog, backup);
    return switch (found) {
      case TipBase.Found.Unusable unusable ->
          new State.Waiting(new NewBaseNeeded(unusable.reason()));
      case TipBase.Found.Usable usable -> follow(usable.base());
    };
  }

  private State follow(TipBase base) {
    TipEpoch epoch = vault.tips().epoch(base.identified());
    if (epoch.damage().isPresent()) {
      context.progress().warning(epoch.damage().get().getMessage());
      return new State.Waiting(new NewBaseNeeded(Reason.TIPS_DAMAGED));
    }
    TipWriter writer = vault.tips().writer(epoch, context.tool());
    base.dictionary().ifPresent(rows -> writer.compressWith(base.chain().full().id(), rows));
    KnownObjects known = new KnownObjects(options.limits().remembered());
    remember(known, epoch.tips());
    return new State.Following(
        new Epoch(
            base,
            new ReferenceWatch(catalog, base.references().name()),
            writer,
            known,
            LastTip.of(base, epoch),
            options,
            this::superseded));
  }

  /** By what the vault knows; the server's own mark is in its tables' schema. */
  private boolean superseded() {
    return vault.replicas().primacy().superseded(server).isPresent();
  }

  /** What a tip has whose keys cannot be read is stored again if it is met. */
  private void remember(KnownObjects known, List<Tip> tips) {
    try {
      tips.forEach(tip -> known.addAll(vault.tips().keys(tip)));
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest() && e.failure() != Failure.KEY_WRONG) {
        throw e;
      }
    }
  }

  /**
   * Looks at the references once. If nothing has moved, that is one query; otherwise what is new is
   * fetched by its keys, and stored as one tip.
   *
   * @throws BackupException because of the server or the vault
   */
  public PollReport poll() {
    return switch (state) {
      case State.Following following -> poll(following.epoch());
      case State.Waiting waiting -> waiting.reason();
      case State.Failed failed ->
          throw new IllegalStateException("after a failure another follower is opened");
    };
  }

  private PollReport poll(Epoch epoch) {
    state = new State.Failed();
    try {
      PollReport report = epoch.poll(session);
      state =
          report instanceof NewBaseNeeded needed
              ? new State.Waiting(needed)
              : new State.Following(epoch);
      return report;
    } catch (IOException e) {
      throw Failure.DATABASE.exception(
          "the server's answer makes no sense: " + e.getMessage(), null, e);
    }
  }

  /**
   * Goes on from another backup: the next look stores what has become reachable since then. Whether
   * it can be built on, {@link #poll} says.
   *
   * @throws BackupException because of the server or the vault
   */
  public void rebase(BackupId backup) {
    state = new State.Failed();
    state = begin(Optional.of(backup));
  }

  @Override
  public void close() {
    session.close();
  }
}
