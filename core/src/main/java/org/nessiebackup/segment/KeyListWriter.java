package org.nessiebackup.segment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.nessiebackup.HashingOutputStream;
import org.nessiebackup.crypto.Encryption;

/** Writes a key list: for each row 16 bytes, the hash of its key and the tail of its own. */
public final class KeyListWriter implements RowKey.Sink {
  static final int ENTRY = 2 * Long.BYTES;

  private final HashingOutputStream stored;
  private final OutputStream out;
  private final ByteBuffer entry = ByteBuffer.allocate(ENTRY);
  private long keys;

  /**
   * A list that goes to {@code target}, which stays open.
   *
   * @param encryption for whom
   */
  public KeyListWriter(OutputStream target, Encryption encryption) throws IOException {
    stored = new HashingOutputStream(target);
    out = new BufferedOutputStream(encryption.encrypt(stored), 1 << 14);
  }

  @Override
  public void accept(RowKey key) throws IOException {
    out.write(entry.putLong(0, key.key()).putLong(Long.BYTES, key.row()).array());
    keys++;
  }

  /** Ends the list; to be called once, after the last key. */
  public KeyListSummary finish() throws IOException {
    out.close();
    return new KeyListSummary(keys, stored.count(), stored.hex());
  }
}
