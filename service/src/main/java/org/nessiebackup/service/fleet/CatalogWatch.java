package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.service.run.Defect;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.object.Memory;

/**
 * Looks at the vault of one catalog, in a thread of its own: each minute, and whenever somebody
 * says that something has changed. An attempt that fails is repeated, ever more seldom, until one
 * goes well.
 */
final class CatalogWatch {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final RetryPolicy PATIENCE =
      RetryPolicy.attempts(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final int REMEMBERED = 200_000;

  private final ServedCatalog catalog;
  private final VaultArchive archive;
  private final WorkContext context;
  private final FleetListener listener;
  private final Memory memory = new Memory(REMEMBERED);
  private final KnownRuns runs;
  private final LookRequests requests = new LookRequests();
  private final Cancellation stop = new Cancellation();
  private final TroubleLog trouble;
  private Optional<VaultKnowledge> known = Optional.empty();

  /**
   * Does nothing before {@link #start}.
   *
   * @param trouble told why the vault cannot be read
   * @param context its progress is not told of this
   */
  CatalogWatch(
      ServedCatalog catalog,
      VaultArchive archive,
      TroubleLog trouble,
      WorkContext context,
      FleetListener listener) {
    this.catalog = catalog;
    this.trouble = trouble;
    this.archive = archive;
    this.context = context;
    this.listener = listener;
    this.runs = new KnownRuns(catalog.name());
  }

  void start() {
    Thread.ofVirtual().name("vault of " + catalog.name()).start(this::work);
  }

  private void work() {
    Retrier retrier =
        new Retrier(PATIENCE, new WaitContext(context.clock(), stop), RetryListener.NONE);
    try {
      while (!stop.requested()) {
        retrier.run("cannot read the vault", this::attempt, failure -> true);
        pause();
      }
    } catch (BackupException stopped) {
      // The only end that a retrier has which may repeat whatever fails.
    }
  }

  private void pause() {
    try {
      requests.pause(EVERY);
    } catch (InterruptedException e) {
      stop.request();
    }
  }

  private boolean attempt() {
    long last = requests.begin();
    try {
      look();
      requests.answer(last);
      return true;
    } catch (Throwable thrown) {
      throw failed(thrown);
    }
  }

  private void look() {
    Vault vault = catalog.vault();
    archive.flush(catalog.name(), vault);
    Vault seen = vault.listed(memory);
    VaultKnowledge now = VaultKnowledge.of(seen, catalog.thresholds(), context);
    Instant moment = context.clock().instant();
    List<Run> found = runs.read(seen.runs(), now.leader(moment), moment);
    Optional<VaultKnowledge> before;
    synchronized (this) {
      before = known;
      known = Optional.of(now);
    }
    trouble.well();
    listener.read(catalog.name(), before, now, found);
  }

  private BackupException failed(Throwable thrown) {
    BackupException error = Defect.told(thrown);
    trouble.failed(error);
    try {
      listener.failed(catalog.name());
    } catch (Throwable another) {
      // It is known already, and whoever asks is told.
      error.addSuppressed(another);
    }
    return error;
  }

  synchronized Optional<VaultKnowledge> known() {
    return known;
  }

  Optional<Trouble> trouble() {
    return trouble.trouble();
  }

  /** Looks soon. */
  void ask() {
    requests.ask();
  }

  /**
   * Looks soon, and waits for it.
   *
   * @return false if that has not gone well in time
   */
  boolean await(Duration patience) throws InterruptedException {
    return requests.await(patience);
  }

  void close() {
    stop.request();
    requests.close();
  }
}
