package org.nessiebackup.vault.lease;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Lease.Kind;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;

class FolderLeasesTest extends LeasesContract {
  private @TempDir Path folder;

  @Override
  ObjectStore emptyStore() {
    return new FolderStore(folder);
  }

  @Override
  void age(Duration by) throws IOException {
    for (StoredObject object : store.list("")) {
      Files.setLastModifiedTime(
          folder.resolve(object.name()), FileTime.from(object.modified().minus(by)));
    }
  }

  @Test
  void hostWhoseClockIsAheadDoesNotBreakALeaseThatHolds() {
    VaultLease lease = acquire(Kind.BACKUP, "a");
    clock.advance(Duration.ofDays(400));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> acquire(Kind.PRUNE, "b"))
        .matches(e -> e.failure() == Failure.LOCKED);
    clock.advance(Duration.ofDays(-400));
    lease.check();
  }

  @Test
  void leaseOfAHolderWhoseClockWasAheadEndsByTheClockOfTheStore() throws IOException {
    clock.advance(Duration.ofDays(400));
    acquire(Kind.BACKUP, "killed");
    clock.advance(Duration.ofDays(-400));

    assertThatExceptionOfType(BackupException.class).isThrownBy(() -> acquire(Kind.PRUNE, "b"));
    age(Duration.ofHours(22));
    assertThatCode(() -> acquire(Kind.PRUNE, "b").close()).doesNotThrowAnyException();
  }
}
