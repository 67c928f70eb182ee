package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

class BackupWriterTest {
  private static final BackupId PARENT = new BackupId("20261125T020000Z-1b2c");
  private static final BackupId CHILD = new BackupId("20261126T020000Z-7f3a");

  private final MemoryStore store = new MemoryStore();

  @Test
  void parentThatIsRemovedAtTheLastMomentIsMissed() throws IOException {
    Manifest manifest = SampleManifests.of(CHILD, List.of());
    SmallObjects.put(store, Layout.manifest(PARENT), new byte[] {1});
    try (BackupWriter writer =
        new BackupWriter(
            store,
            CHILD,
            Layout.manifest(CHILD),
            this::removeParent,
            BackupWriter.OnTombstone.REFUSE)) {
      writer.buildOn(Optional.of(PARENT));

      assertThatThrownBy(() -> writer.commit(manifest, Optional.empty()))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED))
          .hasMessageContaining("\"" + PARENT + "\", which was removed meanwhile");
    }
    assertThat(store.list("")).isEmpty();
  }

  private void removeParent() {
    try {
      store.delete(Layout.manifest(PARENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
