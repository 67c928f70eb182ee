package org.nessiebackup.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.nessiebackup.ByteSink;

/**
 * Reports the values of the keys of some rows of a COPY binary stream, which are its first fields.
 * Of each row no more is held than its key.
 */
public final class KeyValueScanner implements ByteSink {
  private final CopyBinaryScanner scanner;

  /** Hears of the key of a row. */
  @FunctionalInterface
  public interface Sink {
    /** One row's; NULL for a field that is. The list is nobody else's. */
    void accept(List<ByteBuffer> key);
  }

  /**
   * For one stream.
   *
   * @param fields the number of fields of each row
   * @param keyFields how many of the first fields are the key
   * @param wanted whether the first half of the hash of a key is that of one to be reported
   */
  public KeyValueScanner(int fields, int keyFields, LongPredicate wanted, Sink sink) {
    this.scanner = new CopyBinaryScanner(fields, new Keys(keyFields, wanted, sink));
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
  }

  private static final class Keys implements RowListener {
    private final int keyFields;
    private final LongPredicate wanted;
    private final Sink sink;
    private final KeyHasher hasher;
    private final List<ByteBuffer> values = new ArrayList<>();
    private boolean inKey;

    Keys(int keyFields, LongPredicate wanted, Sink sink) {
      this.keyFields = keyFields;
      this.wanted = wanted;
      this.sink = sink;
      this.hasher = new KeyHasher(keyFields);
    }

    @Override
    public void rowStarted() {
      values.clear();
    }

    @Override
    public void fieldStarted(int index, int length) throws IOException {
      hasher.fieldStarted(index, length);
      inKey = index < keyFields;
      if (inKey) {
        if (length > RowFilter.LONGEST_KEY) {
          throw new DamagedSegmentException("a key has a field of " + length + " bytes");
        }
        values.add(length < 0 ? null : ByteBuffer.allocate(length));
      }
    }

    @Override
    public void fieldBytes(byte[] bytes, int offset, int length) {
      hasher.fieldBytes(bytes, offset, length);
      if (inKey) {
        values.getLast().put(bytes, offset, length);
      }
    }

    @Override
    public void rowEnded() {
      if (wanted.test(hasher.finish().high())) {
        values.stream().filter(Objects::nonNull).forEach(ByteBuffer::flip);
        sink.accept(Collections.unmodifiableList(new ArrayList<>(values)));
      }
    }
  }
}
