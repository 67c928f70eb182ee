package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
  void whatIsMadeInAFolderForItsGroupIsReadableForTheGroupAndNobodyElse() throws IOException {
    mode(parent, 02770);
    put(emptyStore(), "backups/a/b", "x");

    assertThat(permissions(folder().resolve("backups/a/b"))).startsWith("rw-r-----");
    for (String made : List.of("", "backups", "backups/a")) {
      assertThat(permissions(folder().resolve(made))).startsWith("rwxr").endsWith("x---");
      assertThat(mode(folder().resolve(made)) & 02000).isNotZero();
    }
  }

  @Test
  void whereTheGroupMayWriteToTheStoreItMayWriteBelow() throws IOException {
    Files.createDirectories(folder());
    mode(folder(), 02770);
    put(emptyStore(), "backups/a/b", "x");

    assertThat(permissions(folder().resolve("backups/a"))).isEqualTo("rwxrwx---");
    assertThat(permissions(folder().resolve("backups/a/b"))).isEqualTo("rw-r-----");
  }

  @Test
  void folderInWhichEverybodyMayWriteIsNotForItsGroup() throws IOException {
    mode(parent, 01777);
    put(emptyStore(), "a", "x");

    assertThat(permissions(folder().resolve("a"))).isEqualTo("rw-------");
  }

  @Test
  void storeThatIsSharedIsOpenForTheGroupWithAllThatIsThere() throws IOException {
    put(emptyStore(), "backups/a/b", "x");
    new FolderStore(folder()).shareWithGroup();

    assertThat(permissions(folder().resolve("backups/a"))).isEqualTo("rwxrwx---");
    assertThat(permissions(folder().resolve("backups/a/b"))).isEqualTo("rw-r-----");
    assertThat(mode(folder()) & 07777).isEqualTo(02770);
  }

  @Test
  void whatMayNotBeReadIsNotMissing() throws IOException {
    put(emptyStore(), "vault.json", "x");
    mode(folder(), 0);
    Assumptions.assumeFalse(Files.isReadable(folder()), "this user may read everything");
    try {
      assertThatThrownBy(() -> emptyStore().open("vault.json"))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("permission denied")
          .hasMessageContaining("mode 0");
      assertThatThrownBy(() -> emptyStore().list("")).isInstanceOf(AccessRefusedException.class);
      assertThatThrownBy(() -> emptyStore().delete("vault.json"))
          .isInstanceOf(AccessRefusedException.class);
    } finally {
      mode(folder(), 0700);
    }
  }

  @Test
  void folderThatMayNotBeLookedIntoHidesNoOther() throws IOException {
    put(emptyStore(), "backups/a/b", "x");
    put(emptyStore(), "backups/c/d", "x");
    mode(folder().resolve("backups/a"), 0);
    Assumptions.assumeFalse(
        Files.isReadable(folder().resolve("backups/a")), "this user may read everything");
    try {
      ListResult listing = emptyStore().survey("backups/");

      assertThat(listing.objects()).extracting(StoredObject::name).containsExactly("backups/c/d");
      assertThat(listing.gaps()).extracting(ListResult.Gap::name).containsExactly("backups/a");
      assertThatThrownBy(() -> emptyStore().list("backups/"))
          .isInstanceOf(AccessRefusedException.class);
    } finally {
      mode(folder().resolve("backups/a"), 0700);
    }
  }

  @Test
  void whatIsNoFileIsNamedAndNotListed() throws IOException {
    put(emptyStore(), "backups/a/b", "x");
    Files.createSymbolicLink(folder().resolve("backups/a/link"), folder());
    Files.createDirectory(folder().resolve("backups/a/folder"));

    ListResult listing = emptyStore().survey("");
    assertThat(listing.objects()).extracting(StoredObject::name).containsExactly("backups/a/b");
    assertThat(listing.gaps())
        .extracting(ListResult.Gap::name, ListResult.Gap::cause)
        .containsExactly(tuple("backups/a/link", ListResult.Cause.NO_OBJECT));
    assertThatThrownBy(() -> emptyStore().open("backups/a/folder"))
        .isInstanceOf(ObjectUnreadableException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void fileWhereAFolderIsNeededIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    ObjectStore store = new FolderStore(file);

    assertThatThrownBy(() -> store.open("vault.json"))
        .isNotInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("\"" + file + "\" is a file, and a folder is needed there");
    assertThatThrownBy(() -> store.list("")).hasMessageContaining("is not a folder");
  }

  private static void mode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }

  private static int mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode");
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
                  throw FileErrors.translate(e, parent);
                }
              })
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining(parent.toString());
    }
    IOException other = new IOException("Input/output error");
    assertThat(FileErrors.translate(other, parent)).isSameAs(other);
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
