package org.nessiebackup.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Digests;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.segment.RowListener;

/**
 * Divides the rows of a COPY binary stream by their keys, which are its first fields: some are
 * taken apart into their values, of the others no more is kept than what they come to together. Of
 * no row more is held than its key and a hash of each value.
 */
final class RowPartition implements ByteSink {
  /** A longer key is none: PostgreSQL's own limit for one is 2,704 bytes. */
  private static final int LONGEST_KEY = 8192;

  private final int keyFields;
  private final Predicate<KeyHash> apart;
  private final HashedRow.Sink rows;
  private final RowKey.Sink others;
  private final CopyBinaryScanner scanner;
  private long otherRows;
  private RowDigest otherDigest = RowDigest.EMPTY;

  /**
   * For one stream.
   *
   * @param fields the number of fields of each row
   * @param keyFields how many of the first fields are the key, none of them NULL
   * @param apart whether a row whose key has this hash is taken apart; asked once for each
   * @param rows takes those
   * @param others takes the keys of all others
   */
  RowPartition(
      int fields,
      int keyFields,
      Predicate<KeyHash> apart,
      HashedRow.Sink rows,
      RowKey.Sink others) {
    this.keyFields = keyFields;
    this.apart = apart;
    this.rows = rows;
    this.others = others;
    this.scanner = new CopyBinaryScanner(fields, new Division());
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
  }

  /**
   * What was not taken apart, after the last piece.
   *
   * @throws DamagedSegmentException if the stream was not complete
   */
  RowCount finish() throws IOException {
    scanner.finish();
    return new RowCount(otherRows, otherDigest);
  }

  private final class Division implements RowListener {
    private final MessageDigest rowHash = Digests.sha256();
    private final MessageDigest valueHash = Digests.sha256();
    private final ByteArrayOutputStream keyValue = new ByteArrayOutputStream();
    private final List<byte[]> key = new ArrayList<>();
    private final List<ValueHash> values = new ArrayList<>();
    private KeyHash hash;
    private boolean taken;
    private int field;
    private boolean isNull;

    @Override
    public void rowStarted() {
      key.clear();
      values.clear();
      hash = null;
      taken = false;
      field = -1;
    }

    @Override
    public void fieldStarted(int index, int length) throws IOException {
      endField();
      field = index;
      isNull = length < 0;
      if (index < keyFields && (isNull || length > LONGEST_KEY)) {
        throw new DamagedSegmentException(
            "row %d has a key with a value of %d bytes".formatted(scanner.rows() + 1, length));
      }
    }

    @Override
    public void fieldBytes(byte[] bytes, int offset, int length) {
      if (field < keyFields) {
        keyValue.write(bytes, offset, length);
      } else if (taken) {
        valueHash.update(bytes, offset, length);
      }
    }

    private void endField() {
      if (field >= 0 && field < keyFields) {
        key.add(keyValue.toByteArray());
        keyValue.reset();
      } else if (taken) {
        values.add(isNull ? ValueHash.NULL : ValueHash.of(valueHash));
      }
      if (field == keyFields - 1) {
        hash = KeyHash.of(key.toArray(byte[][]::new));
        taken = apart.test(hash);
      }
    }

    @Override
    public void rowBytes(byte[] bytes, int offset, int length) {
      if (!taken) {
        rowHash.update(bytes, offset, length);
      }
    }

    private RowDigest digest() {
      ByteBuffer longs = ByteBuffer.wrap(rowHash.digest());
      return new RowDigest(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
    }

    @Override
    public void rowEnded() throws IOException {
      endField();
      if (taken) {
        rowHash.reset();
        rows.accept(new HashedRow(hash, key, values));
        return;
      }
      RowDigest digest = digest();
      otherDigest = otherDigest.plus(digest);
      otherRows++;
      others.accept(new RowKey(hash.high(), digest.d()));
    }
  }
}
