package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.testing.ObjectStoreContract;

class FolderStoreTest extends ObjectStoreContract {
  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("new").resolve("vault");
  }

  @Override
  protected ObjectStore emptyStore() {
    return new FolderStore(folder());
  }

  @Test
  void onlyTheOwnerMayReadFilesAndFolders() throws IOException {
    put(emptyStore(), "backups/a/b", "x");

    assertThat(permissions(folder().resolve("backups/a/b"))).isEqualTo("rw-------");
    for (String made : List.of("", "backups", "backups/a")) {
      assertThat(permissions(folder().resolve(made))).isEqualTo("rwx------");
    }
  }

  @Test
  void freeSpaceIsThatOfTheFileSystem() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "a", "x");

    assertThat(store.freeBytes().orElseThrow())
        .isBetween(1L, Files.getFileStore(folder()).getTotalSpace());
  }

  @Test
  void unfinishedUploadIsReadableByTheOwnerOnly() throws IOException {
    try (Upload upload = emptyStore().create("a")) {
      upload.body().write(1);
      try (Stream<Path> files = Files.list(folder())) {
        assertThat(files.map(FolderStoreTest::permissions)).containsExactly("rw-------");
      }
    }
  }

  @Test
  void deletingTheLastObjectRemovesItsFolders() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "backups/a/b", "x");
    put(store, "backups/c/d", "x");
    store.delete("backups/a/b");

    assertThat(folder().resolve("backups/a")).doesNotExist();
    store.delete("backups/c/d");
    assertThat(folder()).isEmptyDirectory();
  }

  @Test
  void leftoverOfAKilledWriterIsPassedOver() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "backups/a/b", "x");
    Files.writeString(folder().resolve("backups/a/.upload-1234-c"), "half");

    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("backups/a/b");
  }

  @Test
  void whatHasNoValidNameIsPassedOver() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "a", "x");
    for (String other : List.of(".snapshot/a", "lost+found/a", "my files/a")) {
      Files.createDirectories(folder().resolve(other).getParent());
      Files.writeString(folder().resolve(other), "x");
    }

    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("a");
  }

  @Test
  void storeFolderMayBeASymbolicLink() throws IOException {
    Path link = parent.resolve("link");
    Files.createDirectories(folder());
    Files.createSymbolicLink(link, folder());
    ObjectStore store = new FolderStore(link);
    put(store, "vault.json", "x");
    put(store, "backups/a", "x");

    assertThat(store.list("vault.json")).hasSize(1);
    assertThat(store.list("backups/")).hasSize(1);
    assertThat(store.list("")).hasSize(2);
  }

  @Test
  void symbolicLinkInsideTheStoreIsRefused() throws IOException {
    Path secret = Files.writeString(parent.resolve("secret"), "secret");
    Path outside = Files.createDirectory(parent.resolve("outside"));
    Files.createDirectories(folder());
    Files.createSymbolicLink(folder().resolve("file"), secret);
    Files.createSymbolicLink(folder().resolve("folder"), outside);
    ObjectStore store = emptyStore();

    assertThatThrownBy(() -> store.open("file")).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> store.delete("file")).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> put(store, "folder/x", "x")).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> store.list("folder/")).hasMessageContaining("symbolic link");
    assertThat(store.list("")).isEmpty();
    assertThat(secret).hasContent("secret");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void fileInThePlaceOfTheStoreFolderIsAnError() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");

    assertThatThrownBy(() -> put(new FolderStore(file), "a", "x")).isInstanceOf(IOException.class);
  }

  @Test
  void fullDiskIsToldFromOtherErrors() throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full");
    try (OutputStream out = new FileOutputStream(full.toFile())) {
      assertThatThrownBy(
              () -> {
                try {
                  out.write(1);
                } catch (IOException e) {
                  throw DiskErrors.translate(e, parent);
                }
              })
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining(parent.toString());
    }
    IOException other = new IOException("Input/output error");
    assertThat(DiskErrors.translate(other, parent)).isSameAs(other);
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAbandonedUploadLeavesNoFolder(@TempDir Path folder) throws IOException {
    FolderStore store = new FolderStore(folder.resolve("vault"));
    try (Upload upload = store.create("backups/a/segment")) {
      upload.body().write(1);
    }
    assertThat(folder.resolve("vault")).isEmptyDirectory();
  }
}
