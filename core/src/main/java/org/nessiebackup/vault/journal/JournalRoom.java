package org.nessiebackup.vault.journal;

import java.io.IOException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Document;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Documents.Enveloped;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Layout.MarkedFile;
import org.nessiebackup.vault.object.NumberedFolders;
import org.nessiebackup.vault.object.Sight;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Where a journal lies, and with which keys it is looked at.
 *
 * @param store the store
 * @param vault what the vault says of itself
 * @param keys what the keys at hand are good for
 * @param signatures tells which documents are believed
 * @param sight how the vault is looked at
 */
record JournalRoom(
    ObjectStore store,
    VaultDescription vault,
    VaultKeys keys,
    SignatureCheck signatures,
    Sight sight) {
  private static final byte[] SAYS_ALL_BY_ITS_NAME = {'{', '}', '\n'};

  NumberedFolders folders() {
    return NumberedFolders.journal(store, sight);
  }

  byte[] bytes(String name) {
    try {
      return SmallObjects.read(store, name);
    } catch (NoSuchObjectException e) {
      throw damaged("\"%s\" is missing".formatted(name));
    } catch (IOException e) {
      throw failure(e, "cannot read \"%s\"".formatted(name));
    }
  }

  /** Whether there is no such object now, whatever was listed before. */
  boolean isMissing(String name) {
    try {
      store.open(name).close();
      return false;
    } catch (NoSuchObjectException e) {
      return true;
    } catch (IOException e) {
      throw failure(e, "cannot read \"%s\"".formatted(name));
    }
  }

  /** Who can read what is written now. */
  Protection protection() {
    return new Protection(vault.encryption(), keys.settings().current().number());
  }

  /**
   * Publishes a document.
   *
   * @return the checksum that it has of itself
   */
  String publish(String name, Document document) {
    byte[] bytes = Documents.write(document, keys.signer());
    try {
      SmallObjects.publish(store, name, bytes);
    } catch (IOException e) {
      throw failure(e, "cannot store \"%s\"".formatted(name));
    }
    return Documents.checksum(bytes, name);
  }

  /** Says that a file has marks, for who looks for these and not through all files. */
  void tellOfMarks(MarkedFile file) {
    String name = Layout.marked(file);
    try {
      SmallObjects.put(store, name, SAYS_ALL_BY_ITS_NAME);
    } catch (ObjectExistsException said) {
      // By a writer that has not come to the file, or by an earlier attempt of this call.
      return;
    } catch (IOException e) {
      throw failure(e, "cannot store \"%s\"".formatted(name));
    }
  }

  <T extends Document> Enveloped<T> read(String name, Class<T> type) {
    return Documents.read(bytes(name), name, type);
  }

  BackupException failure(IOException e, String what) {
    return StoreErrors.translate(e, what, store);
  }

  static BackupException damaged(String message) {
    return Failure.DAMAGED.exception(
        message,
        "Bring the file back from a copy of the vault. What stands before it can be used, and so"
            + " can every backup.");
  }
}
