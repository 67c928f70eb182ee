package org.nessiebackup.vault;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;

/**
 * A backup that is being written. Segments may be written by several threads at once; one of them
 * commits when all have ended.
 */
public final class PendingBackup implements AutoCloseable {
  private final Publication publication;
  private final BackupId id;
  private final VaultKeys keys;
  private final boolean encrypted;

  /** Writes as long as the guard, asked right before the backup becomes visible, does not throw. */
  PendingBackup(ObjectStore store, BackupId id, VaultKeys keys, boolean encrypted, Runnable guard) {
    this.publication = new Publication(store, id, Layout.manifest(id), guard);
    this.id = id;
    this.keys = keys;
    this.encrypted = encrypted;
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
    return publication.begin(Layout.segment(table, number, encrypted));
  }

  /**
   * Makes the backup exist: the one step after which it is listed.
   *
   * @throws BackupException {@link Failure#LOCKED} if the lease was lost, if somebody has cleared
   *     this backup as one that would never be finished, or removed what it builds on
   * @throws IllegalArgumentException if the manifest is another backup's, or names other segments
   *     than those that were committed
   */
  public void commit(Manifest manifest) throws IOException {
    Set<String> named = new HashSet<>();
    manifest.parts().forEach(part -> named.add(part.object()));
    if (!manifest.id().equals(id) || !named.equals(publication.published())) {
      throw new IllegalArgumentException("the manifest does not describe backup \"" + id + "\"");
    }
    String name = Layout.manifest(id);
    byte[] document = Documents.write(manifest, keys.signer());
    // What would be listed must be what a reader gets; better to find out before it is.
    if (!Documents.read(document, name, Manifest.class).content().equals(manifest)) {
      throw new IllegalArgumentException("the manifest of \"" + id + "\" cannot be written down");
    }
    publication.commit(document, manifest.parent());
  }

  /**
   * Removes the segments of a backup that was not committed.
   *
   * <p>A manifest that may have been stored goes first, and if it cannot be removed the segments
   * stay: rubbish does no harm, a listed backup without its segments does.
   */
  @Override
  public void close() throws IOException {
    publication.close();
  }
}
