package org.nessiebackup.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Some clients that commit to a Nessie without a pause, until they are stopped. */
final class BusyClients implements AutoCloseable {
  private static final long SECONDS = 120;

  private final NessieClient nessie;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
  private final AtomicInteger commits = new AtomicInteger();
  private volatile CountDownLatch awaited = new CountDownLatch(0);
  private volatile boolean stopped;

  private BusyClients(NessieClient nessie) {
    this.nessie = nessie;
  }

  /** One client for each branch; all of them also write to the first one. */
  static BusyClients start(NessieClient nessie, List<String> branches) {
    BusyClients clients = new BusyClients(nessie);
    for (int i = 0; i < branches.size(); i++) {
      int number = i;
      clients.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("client-" + number)
              .start(() -> clients.work(number, branches.get(number), branches.getFirst())));
    }
    return clients;
  }

  private void work(int number, String own, String shared) {
    try {
      for (int i = 0; !stopped; i++) {
        String branch = i % 3 == 0 ? shared : own;
        commit(branch, "client" + number + "_" + i % 10, i);
      }
    } catch (RuntimeException | Error e) {
      errors.add(e);
    }
  }

  /** Nessie may refuse when two write at once; a client then asks for the head and tries again. */
  private void commit(String branch, String table, long snapshot) {
    for (int attempt = 0; !stopped; attempt++) {
      try {
        nessie.putTable(nessie.reference(branch), "shop", table, snapshot);
        commits.incrementAndGet();
        awaited.countDown();
        return;
      } catch (NessieClient.ConflictException e) {
        if (attempt > 100) {
          throw new AssertionError("Nessie refuses for ever", e);
        }
      }
    }
  }

  /** Waits for so many more commits. */
  void awaitCommits(int more) {
    CountDownLatch latch = new CountDownLatch(more);
    awaited = latch;
    try {
      if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the clients make no progress: " + errors);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many commits Nessie has confirmed so far. */
  int commits() {
    return commits.get();
  }

  /** What went wrong so far, conflicts aside. */
  List<Throwable> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    stop();
  }

  /** Lets each of them end what it has begun. */
  void stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
