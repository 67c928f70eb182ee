package org.nessiebackup.store;

import org.nessiebackup.testing.ObjectStoreContract;

class MemoryStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore emptyStore() {
    return new MemoryStore();
  }
}
