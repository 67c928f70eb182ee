package org.nessiebackup.store.azure;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.ObjectStoreContract;
import org.nessiebackup.testing.TestRetries;

class AzureStoreTest extends ObjectStoreContract {
  private static AzureServer server;
  private static int places;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = AzureServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStore emptyStore() {
    return AzureStoreFactory.open(server.place("contract-" + ++places), TestRetries.of(8));
  }
}
