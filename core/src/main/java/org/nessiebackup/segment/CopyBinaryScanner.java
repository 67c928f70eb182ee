package org.nessiebackup.segment;

import static org.nessiebackup.segment.CopyBinaryFormat.CRITICAL_FLAGS;
import static org.nessiebackup.segment.CopyBinaryFormat.HEADER_LENGTH;
import static org.nessiebackup.segment.CopyBinaryFormat.LONGEST_FIELD;
import static org.nessiebackup.segment.CopyBinaryFormat.SIGNATURE;
import static org.nessiebackup.segment.CopyBinaryFormat.TRAILER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a COPY binary stream that arrives in pieces of any size, checks its structure and hands a
 * listener of its rows. Needs a few bytes of memory, however long rows and fields are.
 */
public final class CopyBinaryScanner {
  private enum State {
    HEADER,
    EXTENSION,
    FIELD_COUNT,
    FIELD_LENGTH,
    FIELD,
    END
  }

  private final int fields;
  private final RowListener listener;
  private final byte[] fieldCount;
  private final byte[] header = new byte[HEADER_LENGTH];

  private State state = State.HEADER;
  private int headerBytes;
  private int number;
  private int numberBytes;
  private long remaining;
  private int fieldIndex;
  private long position;
  private long rows;

  /**
   * For a stream whose rows all have the same number of fields.
   *
   * @param fields how many, at least one
   * @param listener hears of every row
   */
  public CopyBinaryScanner(int fields, RowListener listener) {
    this.fields = fields;
    this.listener = listener;
    this.fieldCount = ByteBuffer.allocate(Short.BYTES).putShort((short) fields).array();
  }

  /** Complete rows so far. */
  public long rows() {
    return rows;
  }

  /** Bytes so far. */
  public long bytes() {
    return position;
  }

  /**
   * Takes the next piece.
   *
   * @throws DamagedSegmentException at the first byte that cannot be where it is
   */
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int at = offset;
    // Where the current row's bytes begin in this piece.
    int rowFrom = offset;
    long before = position;
    while (at < end) {
      position = before + (at - offset);
      switch (state) {
        case HEADER -> at = readHeader(bytes, at, end);
        case EXTENSION -> at += skip(end - at);
        case FIELD_COUNT -> {
          at = readNumber(bytes, at, end, Short.BYTES);
          if (numberBytes == Short.BYTES) {
            startRow((short) number);
          }
          rowFrom = at;
        }
        case FIELD_LENGTH -> {
          at = readNumber(bytes, at, end, Integer.BYTES);
          if (numberBytes == Integer.BYTES) {
            startField(number);
          }
        }
        case FIELD -> {
          int piece = (int) Math.min(remaining, end - at);
          listener.fieldBytes(bytes, at, piece);
          remaining -= piece;
          at += piece;
          endFieldIfComplete();
        }
        case END -> throw damaged("there are bytes after the end of the rows");
      }
      if (state == State.FIELD_COUNT && fieldIndex == fields) {
        listener.rowBytes(bytes, rowFrom, at - rowFrom);
        endRow();
      }
    }
    position = before + length;
    if (state == State.FIELD_LENGTH || state == State.FIELD) {
      listener.rowBytes(bytes, rowFrom, end - rowFrom);
    }
  }

  /**
   * Says that no more pieces come.
   *
   * @throws DamagedSegmentException if the stream is not complete
   */
  public void finish() throws DamagedSegmentException {
    if (state != State.END) {
      throw damaged("the rows end too early");
    }
  }

  private int readHeader(byte[] bytes, int at, int end) throws DamagedSegmentException {
    int piece = Math.min(HEADER_LENGTH - headerBytes, end - at);
    System.arraycopy(bytes, at, header, headerBytes, piece);
    headerBytes += piece;
    if (headerBytes == HEADER_LENGTH) {
      checkHeader();
    }
    return at + piece;
  }

  private void checkHeader() throws DamagedSegmentException {
    if (!Arrays.equals(header, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw damaged("this is not a COPY binary stream");
    }
    ByteBuffer numbers = ByteBuffer.wrap(header, SIGNATURE.length, 2 * Integer.BYTES);
    int flags = numbers.getInt();
    if ((flags & CRITICAL_FLAGS) != 0) {
      throw damaged("unknown flags " + Integer.toHexString(flags) + " in the header");
    }
    remaining = numbers.getInt();
    if (remaining < 0) {
      throw damaged("the header extension has a negative length");
    }
    state = remaining == 0 ? State.FIELD_COUNT : State.EXTENSION;
  }

  private int skip(int available) {
    int piece = (int) Math.min(remaining, available);
    remaining -= piece;
    if (remaining == 0) {
      state = State.FIELD_COUNT;
    }
    return piece;
  }

  private int readNumber(byte[] bytes, int from, int end, int size) {
    int at = from;
    while (at < end && numberBytes < size) {
      number = number << 8 | (bytes[at++] & 0xFF);
      numberBytes++;
    }
    return at;
  }

  private void forgetNumber() {
    number = 0;
    numberBytes = 0;
  }

  private void startRow(short count) throws IOException {
    forgetNumber();
    if (count == TRAILER) {
      state = State.END;
      return;
    }
    if (count != fields) {
      throw damaged("a row has " + count + " fields instead of " + fields);
    }
    fieldIndex = 0;
    state = State.FIELD_LENGTH;
    listener.rowStarted();
    // Two bytes that may have arrived in two pieces, but are the same in every row.
    listener.rowBytes(fieldCount, 0, Short.BYTES);
  }

  private void startField(int length) throws IOException {
    forgetNumber();
    if (length < -1 || length > LONGEST_FIELD) {
      throw damaged("a field has the impossible length " + length);
    }
    listener.fieldStarted(fieldIndex, length);
    remaining = Math.max(length, 0);
    state = State.FIELD;
    endFieldIfComplete();
  }

  private void endFieldIfComplete() {
    if (remaining == 0) {
      fieldIndex++;
      state = fieldIndex == fields ? State.FIELD_COUNT : State.FIELD_LENGTH;
    }
  }

  private void endRow() throws IOException {
    fieldIndex = 0;
    rows++;
    listener.rowEnded();
  }

  private DamagedSegmentException damaged(String what) {
    return new DamagedSegmentException(what + " (row " + (rows + 1) + ", byte " + position + ")");
  }
}
