package org.nessiebackup.vault.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.SmallObjects;

/**
 * Checks whether a vault that says that nothing in it is signed holds what only a signed one has.
 * That is what is left to be seen where somebody has removed the settings and changed {@code
 * vault.json}, and whoever uses the vault knows none of its keys. Who can also remove all backups
 * leaves no trace.
 */
final class UnsignedVault {
  /** So many of the newest, and of the oldest: whoever forges one leaves others. */
  private static final int LOOKED_AT = 8;

  private UnsignedVault() {}

  /**
   * Checks names, and some manifests.
   *
   * @throws BackupException {@link Failure#UNTRUSTED} naming what cannot be there
   */
  static void check(ObjectStore store) throws IOException {
    List<String> names =
        store.survey(Layout.BACKUPS).objects().stream().map(StoredObject::name).toList();
    for (String name : names) {
      if (Layout.isEncrypted(name)) {
        throw Authenticity.contradicted(store.location(), name, "encrypted");
      }
    }
    List<String> manifests = names.stream().filter(Layout::isManifest).sorted().toList();
    List<String> some =
        IntStream.range(0, manifests.size())
            .filter(each -> each < LOOKED_AT || each >= manifests.size() - LOOKED_AT)
            .mapToObj(manifests::get)
            .toList();
    ParallelReader.map(some, name -> signed(store, name)).stream()
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            name -> {
              throw Authenticity.contradicted(store.location(), name, "signed");
            });
  }

  /**
   * The name, if a signed manifest lies there; what is wrong with others is reported when they are
   * read.
   */
  private static Optional<String> signed(ObjectStore store, String name) {
    try {
      return SmallObjects.read(store, name, Manifest.class).envelope().signed()
          ? Optional.of(name)
          : Optional.empty();
    } catch (IOException | BackupException unreadable) {
      return Optional.empty();
    }
  }
}
