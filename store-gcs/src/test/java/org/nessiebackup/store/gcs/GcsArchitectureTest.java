package org.nessiebackup.store.gcs;

import org.nessiebackup.testing.StoreModuleRules;

class GcsArchitectureTest extends StoreModuleRules {
  GcsArchitectureTest() {
    super("org.nessiebackup.store.gcs", "com.google.api..", "com.google.auth..");
  }
}
