package org.nessiebackup.store.gcs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.ObjectStoreContract;
import org.nessiebackup.testing.TestRetries;

class GcsStoreTest extends ObjectStoreContract {
  private static GcsServer server;
  private static int places;

  @BeforeAll
  static void startServer() {
    server = GcsServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStore emptyStore() {
    return GcsStoreFactory.open(server.place("contract-" + ++places), TestRetries.of(8));
  }

  @Override
  protected boolean unfinishedUploadsTakeRoom() {
    return false;
  }
}
