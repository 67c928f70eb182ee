package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.Upload;

/**
 * A backup that is being written. Segments may be written by several threads at once; one of them
 * commits when all have ended.
 */
public final class PendingBackup implements AutoCloseable {
  private final ObjectStore store;
  private final BackupId id;
  private final Queue<String> published = new ConcurrentLinkedQueue<>();
  private boolean committed;

  PendingBackup(ObjectStore store, BackupId id) {
    this.store = store;
    this.id = id;
  }

  /** The backup's name. */
  public BackupId id() {
    return id;
  }

  /**
   * Begins a segment.
   *
   * @param table the table's name
   * @param number the segment's number in its table, from 0
   */
  public PendingSegment segment(String table, int number) throws IOException {
    String object = Layout.segment(table, number);
    String name = Layout.folder(id) + object;
    Upload upload = store.create(name);
    return new PendingSegment(object, upload, () -> published.add(name));
  }

  /** Makes the backup exist: the one step after which it is listed. */
  public void commit(Manifest manifest) throws IOException {
    Vault.put(store, Layout.manifest(id), Documents.write(manifest));
    committed = true;
  }

  /** Removes the segments of a backup that was not committed. */
  @Override
  public void close() throws IOException {
    if (committed) {
      return;
    }
    for (String name : published) {
      store.delete(name);
    }
  }
}
