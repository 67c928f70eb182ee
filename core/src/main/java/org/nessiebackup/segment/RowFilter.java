package org.nessiebackup.segment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.nessiebackup.ByteSink;

/**
 * Lets those rows of a COPY binary stream, or of several one after the other, pass whose key is
 * wanted; what passes is one COPY binary stream. Of each row no more is held back than its key, but
 * for one that another one takes the place of.
 */
public final class RowFilter implements ByteSink {
  /** A longer key is none that a backup writes: PostgreSQL's own limit for one is 2,704 bytes. */
  static final int LONGEST_KEY = 8192;

  private static final int BUFFER = 64 * 1024;

  private final int fields;
  private final int keyFields;
  private final Predicate<KeyHash> unwanted;
  private final Replacements replacements;
  private final ByteSink target;
  private final Decision decision;
  private final byte[] buffer = new byte[BUFFER];
  private int buffered;
  private CopyBinaryScanner scanner;
  private RowCount dropped = RowCount.NONE;
  private RowCount added = RowCount.NONE;

  /** What takes the place of rows that are dropped. */
  @FunctionalInterface
  public interface Replacements {
    /** Makes another row, with as many fields, of one whose key has this hash; absent if none. */
    Optional<UnaryOperator<Tuple>> of(KeyHash key);
  }

  /**
   * A filter, for one stream at first.
   *
   * @param fields the number of fields of each row
   * @param keyFields how many of the first fields are the key
   * @param unwanted whether a row whose key has this hash is dropped; asked once for each, in their
   *     order
   * @param target takes what passes, once in a while
   */
  public RowFilter(int fields, int keyFields, Predicate<KeyHash> unwanted, ByteSink target) {
    this(fields, keyFields, unwanted, key -> Optional.empty(), target);
  }

  /**
   * One that has others for some of those that it drops.
   *
   * @param replacements asked for each row that is dropped
   */
  public RowFilter(
      int fields,
      int keyFields,
      Predicate<KeyHash> unwanted,
      Replacements replacements,
      ByteSink target) {
    this.fields = fields;
    this.keyFields = keyFields;
    this.unwanted = unwanted;
    this.replacements = replacements;
    this.target = target;
    this.decision = new Decision();
    this.scanner = new CopyBinaryScanner(fields, decision);
    System.arraycopy(CopyBinaryFormat.SIGNATURE, 0, buffer, 0, CopyBinaryFormat.SIGNATURE.length);
    // Neither flags nor an extension.
    buffered = CopyBinaryFormat.HEADER_LENGTH;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
  }

  /**
   * Says that what follows is another stream.
   *
   * @throws DamagedSegmentException if the one before was not complete
   */
  public void nextStream() throws IOException {
    scanner.finish();
    scanner = new CopyBinaryScanner(fields, decision);
  }

  /**
   * Ends the last stream.
   *
   * @return the rows that were dropped
   * @throws DamagedSegmentException if it was not complete
   */
  public RowCount finish() throws IOException {
    scanner.finish();
    byte[] trailer = {(byte) 0xFF, (byte) 0xFF};
    pass(trailer, 0, trailer.length);
    flush();
    return dropped;
  }

  /** The rows that have passed in the place of others, so far. */
  public RowCount added() {
    return added;
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    if (length > BUFFER - buffered) {
      flush();
    }
    if (length > BUFFER) {
      target.accept(bytes, offset, length);
      return;
    }
    System.arraycopy(bytes, offset, buffer, buffered, length);
    buffered += length;
  }

  private void flush() throws IOException {
    target.accept(buffer, 0, buffered);
    buffered = 0;
  }

  /** Holds the beginning of each row back until its key is known. */
  private final class Decision implements RowListener {
    private final KeyHasher key = new KeyHasher(keyFields);
    private final RowHasher droppedRow = new RowHasher();
    private final RowHasher addedRow = new RowHasher();
    private final ByteBuffer beginning = ByteBuffer.allocate(LONGEST_KEY);
    private boolean decided;
    private boolean wanted;
    private Optional<UnaryOperator<Tuple>> replacement = Optional.empty();
    private ByteArrayOutputStream replaced = new ByteArrayOutputStream();

    @Override
    public void rowStarted() {
      decided = false;
      beginning.clear();
    }

    @Override
    public void fieldStarted(int index, int length) throws IOException {
      if (index == keyFields) {
        decide();
      }
      if (index < keyFields && length > LONGEST_KEY) {
        throw tooLong();
      }
      key.fieldStarted(index, length);
    }

    @Override
    public void fieldBytes(byte[] bytes, int offset, int length) {
      key.fieldBytes(bytes, offset, length);
    }

    @Override
    public void rowBytes(byte[] bytes, int offset, int length) throws IOException {
      if (decided) {
        forward(bytes, offset, length);
      } else if (length > beginning.remaining()) {
        throw tooLong();
      } else {
        beginning.put(bytes, offset, length);
      }
    }

    private void decide() throws IOException {
      decided = true;
      KeyHash hash = key.finish();
      wanted = !unwanted.test(hash);
      replacement = wanted ? Optional.empty() : replacements.of(hash);
      forward(beginning.array(), 0, beginning.position());
      beginning.clear();
    }

    private void forward(byte[] bytes, int offset, int length) throws IOException {
      if (wanted) {
        pass(bytes, offset, length);
      } else {
        droppedRow.rowBytes(bytes, offset, length);
        if (replacement.isPresent()) {
          replaced.write(bytes, offset, length);
        }
      }
    }

    @Override
    public void rowEnded() throws IOException {
      if (fields == keyFields) {
        decide();
      }
      if (!wanted) {
        droppedRow.rowEnded();
        dropped = new RowCount(dropped.rows() + 1, droppedRow.sum());
      }
      if (replacement.isPresent()) {
        replace(replacement.get());
      }
    }

    private void replace(UnaryOperator<Tuple> edit) throws IOException {
      byte[] row = edit.apply(Tuple.read(replaced.toByteArray())).bytes();
      // Another one is made, as this one keeps the room that its longest row has taken.
      replaced = new ByteArrayOutputStream();
      pass(row, 0, row.length);
      addedRow.rowBytes(row, 0, row.length);
      addedRow.rowEnded();
      added = new RowCount(added.rows() + 1, addedRow.sum());
    }

    private DamagedSegmentException tooLong() {
      return new DamagedSegmentException(
          "row %d has a key of more than %d bytes".formatted(scanner.rows() + 1, LONGEST_KEY));
    }
  }
}
