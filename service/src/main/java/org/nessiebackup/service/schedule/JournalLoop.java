package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.FollowReport;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.run.Runs;

/**
 * Follows the journal of one catalog, in a thread of its own, as long as this service leads. It
 * begins one where there has never been any; one that was ended stays so until a person begins
 * another.
 */
final class JournalLoop implements FollowerThread.Follower {
  /** Somebody else leads, or follows. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Nothing is to be done until a person does something. */
  private static final Duration AFTER_END = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Duration WITHOUT_BASE = Duration.ofSeconds(2);

  private final ServedCatalog catalog;
  private final JournalOptions options;
  private final Fleet fleet;
  private final BaseRequests bases;
  private final WorkContext context;
  private final BooleanSupplier leads;
  private final FollowerThread thread;
  private volatile JournalState state = JournalState.NONE;

  /**
   * Does nothing before {@link #start}.
   *
   * @param context its request to stop ends the loop
   * @param leads whether this service is the one that follows
   */
  JournalLoop(
      ServedCatalog catalog, Fleet fleet, Runs runs, WorkContext context, BooleanSupplier leads) {
    this.catalog = catalog;
    this.options = catalog.journal().orElseThrow();
    this.fleet = fleet;
    this.bases = new BaseRequests(catalog.name(), "journal", fleet, runs);
    this.context = context;
    this.leads = leads;
    this.thread = new FollowerThread("journal", catalog, context, leads, this);
  }

  void start() {
    thread.start();
  }

  /** Whether all that is committed comes into the vault without anybody else's help. */
  boolean suffices() {
    return state.suffices(now());
  }

  @Override
  public void follow() {
    try (Cancellation.Scope scope = context.cancellation().scope()) {
      CatalogJournal journal =
          new CatalogJournal(
              catalog::vault,
              catalog.database(),
              options,
              context.withCancellation(scope.cancellation()));
      if (begin(journal)) {
        follow(journal, scope.cancellation());
      }
    }
  }

  @Override
  public void rest() {
    say(before -> JournalState.NONE);
  }

  @Override
  public void failed(Trouble why) {
    say(before -> before.failed(why));
  }

  @Override
  public Duration pause() {
    return state.phase() == JournalState.Phase.ENDED ? AFTER_END : PAUSE;
  }

  /** False if there is nothing to be followed here now. */
  private boolean begin(CatalogJournal journal) {
    JournalStatusReport report = statusOf(journal);
    say(before -> before.seen(report));
    switch (report.state()) {
      case NONE -> journal.start();
      case WAITING, ENDED -> {
        // What to do about an end, whoever follows knows.
      }
      case FOLLOWED -> {
        // By somebody else, or by one whom the server does not know to be dead yet.
        thread.goesWell();
        say(before -> before.reached(report.epoch().orElseThrow().reachedAt(), now()));
        look(report);
        return false;
      }
      case UNKNOWN -> throw Failure.CONNECTION.exception(report.next().orElse("no server"));
    }
    return true;
  }

  /** Who cannot read how far the vault is follows nothing, and must not fill the server's disk. */
  private static JournalStatusReport statusOf(CatalogJournal journal) {
    try {
      return journal.status();
    } catch (BackupException e) {
      try {
        journal.relieve();
      } catch (BackupException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private void follow(CatalogJournal journal, Cancellation cancellation) {
    try (JournalWatch watch =
        new JournalWatch(journal, cancellation, leads, this::betweenLooks, this::look)) {
      watch.start();
      FollowReport.Ended ended = journal.run(this::heard);
      say(before -> before.ended(ended.end()));
    }
  }

  private void heard(FollowReport report) {
    Instant now = now();
    switch (report) {
      case FollowReport.Following following -> {
        thread.goesWell();
        say(before -> before.following(now));
      }
      case FollowReport.Stored stored ->
          say(before -> before.reached(stored.file().span().reachedAt(), now));
      case FollowReport.Quiet quiet -> say(before -> before.reached(quiet.until(), now));
      case FollowReport.Begun begun -> {
        if (begun.follows().isEmpty()) {
          say(JournalState::unbased);
        }
      }
      case FollowReport.Ended ended -> {
        if (!ended.goesOn()) {
          say(before -> before.ended(ended.end()));
        }
      }
      case FollowReport.Waiting waiting -> thread.failed(waiting.reason());
      case FollowReport.Waited waited -> {
        // What a server waits for is its own affair; `journal status` shows it.
      }
    }
  }

  private Duration betweenLooks() {
    return state.based() ? BETWEEN_LOOKS : WITHOUT_BASE;
  }

  private void look(JournalStatusReport report) {
    say(before -> before.seen(report));
    boolean open = report.epoch().filter(epoch -> epoch.end().isEmpty()).isPresent();
    if (report.base().isPresent()) {
      bases.helped();
    } else if (open) {
      bases.ask(bases.newest(), now());
    }
  }

  private Instant now() {
    return context.clock().instant();
  }

  private synchronized void say(UnaryOperator<JournalState> change) {
    state = change.apply(state);
    fleet.journal(catalog.name(), state);
  }

  void join() {
    thread.join();
  }
}
