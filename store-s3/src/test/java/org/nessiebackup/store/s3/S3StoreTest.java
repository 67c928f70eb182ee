package org.nessiebackup.store.s3;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.ObjectStoreContract;

class S3StoreTest extends ObjectStoreContract {
  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    return S3Store.open(S3Location.parse(server.newPlace()));
  }
}
