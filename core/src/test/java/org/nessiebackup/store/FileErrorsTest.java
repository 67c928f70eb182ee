package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorsTest {
  @TempDir private Path folder;

  @Test
  void whoMayNotIsToldWhoseItIsAndWhoHeIs() throws IOException {
    Path file = Files.writeString(folder.resolve("vault.json"), "x");
    AccessDeniedException denied = new AccessDeniedException(file.toString());

    assertThat(FileErrors.translate(denied, file))
        .isInstanceOf(AccessRefusedException.class)
        .hasMessageStartingWith("permission denied: \"")
        .hasMessageContaining("(owner ")
        .hasMessageContaining("mode ")
        .hasCause(denied);
  }

  @Test
  void missingFolderIsToldFromAMissingFile() {
    Path file = folder.resolve("file");

    assertThat(FileErrors.reason(new NoSuchFileException("x"), file))
        .isEqualTo("there is no such file");
    assertThat(FileErrors.whyNotWritten(new NoSuchFileException("x"), file))
        .isEqualTo("there is no such folder");
  }

  @Test
  void fullDiskIsFound() {
    IOException full = new FileSystemException("vault/x", null, "No space left on device");

    assertThat(FileErrors.translate(full, folder.resolve("x")))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void diskThatDoesNotGiveAFileSaysNothingAboutOthers() {
    IOException broken = new IOException("Input/output error");
    IOException stale = new FileSystemException("vault/x", null, "Stale file handle");

    assertThat(FileErrors.ofReading(broken, folder.resolve("x")))
        .isInstanceOf(ObjectUnreadableException.class)
        .hasMessageContaining("Input/output error");
    assertThat(FileErrors.ofReading(stale, folder.resolve("x")))
        .isInstanceOf(ObjectUnreadableException.class)
        .hasMessageContaining("Stale file handle");
  }

  @Test
  void readOnlyFileSystemIsNoQuestionOfRights() {
    IOException readOnly = new FileSystemException("vault/x", null, "Read-only file system");

    assertThat(FileErrors.translate(readOnly, folder.resolve("x")))
        .isNotInstanceOf(AccessRefusedException.class)
        .hasMessageContaining("Read-only file system");
  }
}
