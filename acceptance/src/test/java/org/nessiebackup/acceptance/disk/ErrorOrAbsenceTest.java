package org.nessiebackup.acceptance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;

/** A disk that cannot say what it has is not an empty one, at whichever call it fails. */
class ErrorOrAbsenceTest {
  private static final String NAME = "pins/20261122T020000Z-7f3a.json";
  private static final byte[] CONTENT = "a pin".getBytes(StandardCharsets.UTF_8);

  private @TempDir Path folder;

  /** Something that is asked of a store. */
  private interface Question {
    void ask(ObjectStore store) throws IOException;
  }

  /** Asks with an error at each call in turn, until no call is left. */
  private void atEveryCall(Question question) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    long call = 0;
    do {
      call++;
      healed();
      disk.with(DiskFault.Failing.once(call));
      question.ask(new FolderStore(disk.path(folder)));
    } while (disk.calls() >= call);
    assertThat(call).as("calls").isGreaterThan(1);
  }

  private void healed() throws IOException {
    if (!Files.exists(folder.resolve(NAME))) {
      put(new FolderStore(folder));
    }
  }

  private static void put(ObjectStore store) throws IOException {
    try (Upload upload = store.create(NAME)) {
      upload.body().write(CONTENT);
      upload.commit();
    }
  }

  @Test
  void objectIsReadOrTheErrorIsTold() throws IOException {
    atEveryCall(
        store -> {
          try (InputStream in = store.open(NAME)) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
          } catch (IOException e) {
            assertThat(e).isNotInstanceOf(NoSuchObjectException.class);
          }
        });
  }

  @Test
  void listingIsWholeOrTheErrorIsTold() throws IOException {
    for (String prefix : List.of("", "pins/", NAME)) {
      atEveryCall(
          store -> {
            try {
              assertThat(store.list(prefix)).extracting(StoredObject::name).containsExactly(NAME);
            } catch (IOException told) {
              assertThat(told).isNotInstanceOf(NoSuchObjectException.class);
            }
          });
    }
  }

  @Test
  void objectIsDeletedOrTheErrorIsTold() throws IOException {
    atEveryCall(
        store -> {
          try {
            store.delete(NAME);
          } catch (IOException told) {
            return;
          }
          assertThat(folder.resolve(NAME)).doesNotExist();
        });
  }

  @Test
  void objectIsStoredWholeOrNotAtAll() throws IOException {
    atEveryCall(
        store -> {
          Files.delete(folder.resolve(NAME));
          boolean done;
          try {
            put(store);
            done = true;
          } catch (IOException told) {
            done = false;
          }
          // An error does not prove that nothing happened.
          if (done || Files.exists(folder.resolve(NAME))) {
            assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
          }
        });
  }
}
