package org.nessiebackup.store.s3;

import org.nessiebackup.testing.StoreModuleRules;

class S3ArchitectureTest extends StoreModuleRules {
  S3ArchitectureTest() {
    super("org.nessiebackup.store.s3", "software.amazon.awssdk..");
  }
}
