package org.nessiebackup.vault.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/** The file {@code vault.json}, which makes a place a vault. */
public final class VaultFile {
  private static final List<String> ENCRYPTIONS = List.of(Manifest.NOT_ENCRYPTED, Manifest.AGE);

  private VaultFile() {}

  /** What it says, if it is there. */
  public static Optional<VaultDescription> find(ObjectStore store) {
    try {
      return Optional.of(SmallObjects.read(store, Layout.VAULT, VaultDescription.class).content());
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw cannotRead(e, store);
    }
  }

  /**
   * What it says.
   *
   * @throws BackupException {@link Failure#VAULT_NOT_FOUND} if it is not there, {@link
   *     Failure#FORMAT_UNSUPPORTED} if it is newer than this program
   */
  public static VaultDescription read(ObjectStore store) {
    try {
      VaultDescription description =
          SmallObjects.read(store, Layout.VAULT, VaultDescription.class).content();
      checkEncryption(description.encryption(), Layout.VAULT);
      return description;
    } catch (NoSuchObjectException e) {
      throw noVault(store, e);
    } catch (IOException e) {
      throw cannotRead(e, store);
    }
  }

  /**
   * A listing has the last word: a bucket that is not there, or a folder whose files may not be
   * read, is no place without a vault.
   */
  private static BackupException noVault(ObjectStore store, NoSuchObjectException cause) {
    try {
      if (SmallObjects.exists(store, Layout.VAULT)) {
        return cannotRead(cause, store);
      }
    } catch (IOException e) {
      e.addSuppressed(cause);
      return StoreErrors.translate(
          e, "cannot find out whether there is a \"" + Layout.VAULT + "\"", store);
    }
    return Failure.VAULT_NOT_FOUND.exception(
        "there is no vault in \"" + store.location() + "\"",
        "`nessie-backup init` makes one there; --vault names another place.",
        cause);
  }

  private static BackupException cannotRead(IOException cause, ObjectStore store) {
    return StoreErrors.translate(cause, "cannot read \"" + Layout.VAULT + "\"", store);
  }

  /** Refuses an encryption that this version does not have; a document names it. */
  public static void checkEncryption(String encryption, String document) {
    if (!ENCRYPTIONS.contains(encryption)) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "\"%s\" wants the encryption \"%s\", which this version does not have"
              .formatted(document, encryption),
          "Use a newer nessie-backup.");
    }
  }
}
