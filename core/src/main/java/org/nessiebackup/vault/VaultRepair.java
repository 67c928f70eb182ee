package org.nessiebackup.vault;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.access.SettingsLog;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.access.VaultFile;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Writes {@code vault.json} again, which somebody has changed or removed. All that matters in it
 * follows from the first settings, which are signed; a key that the user has says whether they are
 * those of the vault's owner.
 */
public final class VaultRepair {
  private final ObjectStore store;
  private final VaultDescription description;
  private final SettingsLog settings;

  private VaultRepair(ObjectStore store, VaultDescription description, SettingsLog settings) {
    this.store = store;
    this.description = description;
    this.settings = settings;
  }

  /**
   * Reads the settings.
   *
   * @throws BackupException {@link Failure#DAMAGED} if there are none that are signed, {@link
   *     Failure#UNTRUSTED} if a signature does not fit
   */
  public static VaultRepair of(ObjectStore store) {
    String name = Layout.settings(1);
    try {
      VaultSettings first = SmallObjects.read(store, name, VaultSettings.class).content();
      VaultDescription description = describedBy(first);
      return new VaultRepair(store, description, SettingsLog.read(store, description));
    } catch (NoSuchObjectException e) {
      throw Failure.DAMAGED.exception(
          "there is no \"%s\" in \"%s\" to write \"%s\" by"
              .formatted(name, store.location(), Layout.VAULT),
          "Bring both back from a copy of the vault.",
          e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read the settings", store);
    }
  }

  private static VaultDescription describedBy(VaultSettings first) {
    if (first.signingKeys().isEmpty()) {
      throw Failure.DAMAGED.exception(
          "\"%s\" names nobody who signs, so nothing says whether it is right"
              .formatted(Layout.settings(1)),
          "Bring it and \"%s\" back from a copy of the vault.".formatted(Layout.VAULT));
    }
    return new VaultDescription(
        first.vault(),
        first.created(),
        first.tool(),
        first.recipients().isEmpty() ? Manifest.NOT_ENCRYPTED : Manifest.AGE,
        Optional.of(first.signingKeys().getFirst()));
  }

  /** What the file has to say. */
  public VaultDescription description() {
    return description;
  }

  /**
   * Writes it, unless it is as it has to be.
   *
   * @return whether it was written
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} if no key says
   *     that the settings are the owner's
   */
  public boolean run(VaultAccess access) {
    checkKeys(access);
    if (found().filter(this::says).isPresent()) {
      return false;
    }
    try {
      store.delete(Layout.VAULT);
      SmallObjects.put(store, Layout.VAULT, Documents.write(description));
      return true;
    } catch (ObjectLockedException e) {
      throw Failure.STORE.exception(
          "\"%s\" cannot be replaced, because the store does not let it go".formatted(Layout.VAULT),
          "Lift the lock of this object, or remove its newest version, with the tools of the"
              + " store.",
          e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + Layout.VAULT + "\"", store);
    }
  }

  private void checkKeys(VaultAccess access) {
    List<VerificationKey> known =
        access.trusted().isEmpty()
            ? access.hostKey().map(key -> List.of(key.verificationKey())).orElse(List.of())
            : access.trusted();
    if (known.isEmpty()) {
      throw Failure.KEY_MISSING.exception(
          "no key is at hand that says whether the settings are those of the vault's owner",
          "Give the host key with --host-key, or a public key that was written down elsewhere with"
              + " --trusted-key.");
    }
    if (known.stream().noneMatch(settings::signedBy)) {
      throw Failure.KEY_WRONG.exception(
          "no key that was given has signed the settings of vault %s".formatted(description.id()),
          "Give the right one. If it is, somebody has exchanged the settings too: bring them back"
              + " from a copy of the vault.");
    }
  }

  /** What is there now; absent if that is nothing, or nothing that can be read. */
  private Optional<VaultDescription> found() {
    try {
      return VaultFile.find(store);
    } catch (BackupException e) {
      if (e.failure() == Failure.DAMAGED || e.failure() == Failure.FORMAT_UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean says(VaultDescription found) {
    return found.id().equals(description.id())
        && found.encryption().equals(description.encryption())
        && found.signingKey().equals(description.signingKey());
  }
}
