package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskErrorsTest {
  private static final Path FOLDER = Path.of("vault");

  @Test
  void whatJavaTellsByTheTypeAloneIsSaidInWords() {
    AccessDeniedException denied = new AccessDeniedException("vault/locks");

    assertThat(DiskErrors.translate(denied, FOLDER))
        .hasMessage("permission denied: vault/locks")
        .hasCause(denied);
  }

  @Test
  void fullDiskIsFoundAndAllElseStaysAsItIs() {
    IOException full = new FileSystemException("vault/x", null, "No space left on device");
    IOException other = new FileSystemException("vault/x", null, "Read-only file system");

    assertThat(DiskErrors.translate(full, FOLDER)).isInstanceOf(StoreFullException.class);
    assertThat(DiskErrors.translate(other, FOLDER)).isSameAs(other);
  }
}
