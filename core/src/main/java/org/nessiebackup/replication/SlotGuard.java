package org.nessiebackup.replication;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.retry.Sleeper;

/**
 * Gives up a slot before it fills the server's disk, whatever the one who follows it waits for: it
 * has a thread and a session of its own.
 */
public final class SlotGuard implements AutoCloseable {
  private final Database database;
  private final Limit limit;
  private final Cancellation.Scope scope;
  private volatile Optional<String> slot = Optional.empty();
  private volatile Optional<String> givenUp = Optional.empty();
  private Optional<Thread> thread = Optional.empty();

  /**
   * Watches nothing yet.
   *
   * @param database the server, also if it is away for a while
   * @param cancellation a request to stop, which leaves the slot as it is
   */
  public SlotGuard(Database database, Limit limit, Cancellation cancellation) {
    this.database = database;
    this.limit = limit;
    this.scope = cancellation.scope();
  }

  /**
   * How much is allowed.
   *
   * @param retained so many bytes of the server's log may be held back
   * @param look how often that is looked at
   */
  public record Limit(long retained, Duration look) {}

  /** Looks after a slot from now on, and no longer after another one. */
  public void watch(String name) {
    slot = Optional.of(name);
    if (thread.isEmpty()) {
      thread = Optional.of(Thread.ofPlatform().name("slot guard").daemon().start(this::run));
    }
  }

  /** Why the slot was given up; absent if it was not. */
  public Optional<String> givenUp() {
    return givenUp;
  }

  private void run() {
    while (!scope.cancellation().requested()) {
      try (Session session = database.open(scope.cancellation())) {
        while (true) {
          look(session);
          Sleeper.stoppedBy(scope.cancellation()).sleep(limit.look());
          scope.cancellation().check();
        }
      } catch (BackupException e) {
        // The server is away, and whoever follows says so; it comes back, or nothing is retained.
        Sleeper.stoppedBy(scope.cancellation()).sleep(limit.look());
      }
    }
  }

  private void look(Session session) {
    String name = slot.orElseThrow();
    ReplicationSlot.lookHere(session, name)
        .map(each -> each.log().retainedBytes())
        .filter(each -> each > limit.retained())
        .ifPresent(
            each -> {
              givenUp = Optional.of(words(name, each, limit.retained()));
              ReplicationSlot.dropInUse(session, name);
            });
  }

  /** Why a slot is given up. */
  public static String words(String slot, long retained, long allowed) {
    return "replication slot \"%s\" held back %,d bytes of the server's log, and %,d are allowed"
        .formatted(slot, retained, allowed);
  }

  @Override
  public void close() {
    scope.cancellation().request();
    scope.close();
    thread.ifPresent(
        each -> {
          try {
            each.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
