package org.nessiebackup.store.s3;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.ObjectStoreContract;
import org.nessiebackup.testing.TestRetries;

/**
 * The contract, on a real server. That looks and puts in two steps, which of two requests at the
 * same moment lets both through; real ones do both in one. So here they come one by one.
 */
class S3StoreTest extends ObjectStoreContract {
  private static final Lock ONE_BY_ONE = new ReentrantLock();

  private static S3Server server;
  private static FaultyProxy queue;
  private static int places;

  @BeforeAll
  static void startServer() {
    server = S3Server.shared();
    queue = new FaultyProxy(server.port());
    queue.always(
        request -> !request.header("If-None-Match").isEmpty(),
        call -> {
          ONE_BY_ONE.lock();
          try {
            call.answer(call.forward(call.request()));
          } finally {
            ONE_BY_ONE.unlock();
          }
        });
  }

  @AfterAll
  static void stopServer() {
    queue.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    return new S3StoreFactory()
        .open(S3Server.place("contract-" + ++places, queue.port()), TestRetries.of(3));
  }
}
