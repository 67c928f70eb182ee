package org.nessiebackup.journal;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.retry.Sleeper;

/**
 * Gives up a slot before it fills the server's disk, whatever the one who follows it waits for: it
 * has a thread and a session of its own.
 */
final class SlotGuard implements AutoCloseable {
  private final Setup setup;
  private final Cancellation.Scope scope;
  private volatile Optional<String> slot = Optional.empty();
  private volatile Optional<String> givenUp = Optional.empty();
  private Optional<Thread> thread = Optional.empty();

  SlotGuard(Setup setup) {
    this.setup = setup;
    this.scope = setup.context().cancellation().scope();
  }

  /** Looks after a slot from now on, and no longer after another one. */
  void watch(String name) {
    slot = Optional.of(name);
    if (thread.isEmpty()) {
      thread = Optional.of(Thread.ofPlatform().name("slot guard").daemon().start(this::run));
    }
  }

  /** Why the slot was given up; absent if it was not. */
  Optional<String> givenUp() {
    return givenUp;
  }

  private void run() {
    while (!scope.cancellation().requested()) {
      try (Session session = setup.database().open(scope.cancellation())) {
        while (true) {
          look(session);
          Sleeper.stoppedBy(scope.cancellation()).sleep(setup.options().pace().look());
          scope.cancellation().check();
        }
      } catch (BackupException e) {
        // The server is away, and whoever follows says so; it comes back, or nothing is retained.
        Sleeper.stoppedBy(scope.cancellation()).sleep(setup.options().pace().look());
      }
    }
  }

  private void look(Session session) {
    String name = slot.orElseThrow();
    ReplicationSlot.lookHere(session, name)
        .map(each -> each.log().retainedBytes())
        .filter(each -> each > setup.options().limits().retained())
        .ifPresent(
            each -> {
              givenUp = Optional.of(words(name, each, setup.options().limits().retained()));
              ReplicationSlot.dropInUse(session, name);
            });
  }

  /** Why a slot is given up. */
  static String words(String slot, long retained, long allowed) {
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
