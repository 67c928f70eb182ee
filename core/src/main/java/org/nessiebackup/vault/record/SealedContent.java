package org.nessiebackup.vault.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Document;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.vault.access.VaultKeys;

/** A document inside of another one, encrypted where backups are. */
record SealedContent(VaultKeys keys) {
  /** So that recipients can read it, and whoever writes backups. */
  String seal(Document content) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = keys.listEncryption().encrypt(sealed)) {
      out.write(Documents.write(content));
    }
    return Base64.getEncoder().encodeToString(sealed.toByteArray());
  }

  /**
   * Reads it.
   *
   * @param name the object's name, for messages
   * @throws IOException if it is not what was encrypted
   * @throws BackupException if no key opens it, or as {@link Documents#read}
   */
  <T extends Document> T open(byte[] content, Protection protection, String name, Class<T> type)
      throws IOException {
    try (InputStream sealed = new ByteArrayInputStream(content);
        InputStream opened = keys.listDecryption(protection).decrypt(sealed)) {
      return Documents.read(opened.readNBytes(Documents.LARGEST), name, type).content();
    }
  }
}
