package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.vault.object.Layout;

/**
 * A backup that is being written. Segments may be written by several threads at once; one of them
 * commits when all have ended.
 */
public final class PendingBackup implements AutoCloseable {
  private final BackupWriter writer;
  private final Optional<SignedEnvelope.Signer> signer;
  private final boolean encrypted;

  PendingBackup(BackupWriter writer, Optional<SignedEnvelope.Signer> signer, boolean encrypted) {
    this.writer = writer;
    this.signer = signer;
    this.encrypted = encrypted;
  }

  /**
   * Begins a segment.
   *
   * @param table the table's name
   * @param number the segment's number in its table, from 0
   */
  public ObjectWriter segment(String table, int number) throws IOException {
    return writer.begin(Layout.segment(table, number, encrypted));
  }

  /** Begins the list of the keys of a segment. */
  public ObjectWriter keys(String table, int number) throws IOException {
    return writer.begin(Layout.keys(table, number, encrypted));
  }

  /** Begins the list of the keys that a table no longer has. */
  public ObjectWriter deletedKeys(String table) throws IOException {
    return writer.begin(Layout.deletedKeys(table, encrypted));
  }

  /** Begins the rows that later backups are compressed with. */
  public ObjectWriter dictionary(String table) throws IOException {
    return writer.begin(Layout.dictionary(table, encrypted));
  }

  /**
   * Makes the backup exist: the one step after which it is listed.
   *
   * @throws BackupException {@link Failure#LOCKED} if the lease was lost, if somebody has removed
   *     this backup as one that would never be finished, or removed what it builds on
   * @throws IllegalArgumentException if the manifest is another backup's, or names other objects
   *     than those that were committed
   */
  public void commit(Manifest manifest) throws IOException {
    writer.buildOn(manifest.parent());
    writer.commit(manifest, signer);
  }

  /** Removes the segments of a backup that was not committed. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
