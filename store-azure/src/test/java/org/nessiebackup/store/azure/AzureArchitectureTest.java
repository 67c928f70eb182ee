package org.nessiebackup.store.azure;

import org.nessiebackup.testing.StoreModuleRules;

class AzureArchitectureTest extends StoreModuleRules {
  AzureArchitectureTest() {
    super("org.nessiebackup.store.azure", "com.azure..");
  }
}
