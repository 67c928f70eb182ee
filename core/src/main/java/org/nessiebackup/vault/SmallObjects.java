package org.nessiebackup.vault;

import java.io.IOException;
import java.io.InputStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.Upload;

/** Objects that are held in memory as a whole: documents and probes. */
final class SmallObjects {
  private SmallObjects() {}

  static void put(ObjectStore store, String name, byte[] bytes) throws IOException {
    try (Upload upload = store.create(name, Layout.lifetime(name))) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  /** Reads no more than a document can have, whatever is there. */
  static byte[] read(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.open(name)) {
      byte[] bytes = in.readNBytes(Documents.LARGEST + 1);
      if (bytes.length > Documents.LARGEST) {
        throw new BackupException(
            Failure.DAMAGED, "\"" + name + "\" is far larger than such a document can be");
      }
      return bytes;
    }
  }
}
