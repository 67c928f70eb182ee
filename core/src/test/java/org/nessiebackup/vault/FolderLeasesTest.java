package org.nessiebackup.vault;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.ObjectStore;

class FolderLeasesTest extends LeasesContract {
  private @TempDir Path folder;

  @Override
  ObjectStore emptyStore() {
    return new FolderStore(folder);
  }
}
