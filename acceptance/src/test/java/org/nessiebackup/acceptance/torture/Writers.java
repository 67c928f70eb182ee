package org.nessiebackup.acceptance.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions that commit while something else goes on, until they are closed or cut off. */
final class Writers implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong transactions = new AtomicLong();
  private volatile boolean ending;

  /** Starts so many. */
  static Writers start(AuditedCatalog catalog, int count, long seed) {
    Writers writers = new Writers();
    for (int i = 0; i < count; i++) {
      CatalogTraffic traffic = new CatalogTraffic(new Random(seed + i));
      writers.threads.add(Thread.ofPlatform().start(() -> writers.write(catalog, traffic)));
    }
    return writers;
  }

  private void write(AuditedCatalog catalog, CatalogTraffic traffic) {
    try (Connection connection = catalog.database().connect()) {
      while (!ending) {
        transact(connection, traffic);
      }
    } catch (SQLException serverGone) {
      // It was crashed on purpose; a transaction that it took along is not in the log either.
    }
  }

  private void transact(Connection connection, CatalogTraffic traffic) throws SQLException {
    try {
      traffic.transact(connection);
      transactions.incrementAndGet();
    } catch (SQLException e) {
      if (connection.isClosed() || !connection.isValid(1)) {
        throw e;
      }
      // Two writers in each other's way: one of them was rolled back.
    }
  }

  long transactions() {
    return transactions.get();
  }

  @Override
  public void close() {
    ending = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
