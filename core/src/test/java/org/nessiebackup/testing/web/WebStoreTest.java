package org.nessiebackup.testing.web;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.ObjectStoreContract;
import org.nessiebackup.testing.TestRetries;

class WebStoreTest extends ObjectStoreContract {
  private static WebServer server;
  private static int places;

  @BeforeAll
  static void startServer() {
    server = new WebServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    return new WebStoreFactory()
        .open(
            "web://127.0.0.1:%d/contract-%d".formatted(server.port(), ++places), TestRetries.of(3));
  }
}
