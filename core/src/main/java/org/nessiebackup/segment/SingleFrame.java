package org.nessiebackup.segment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes exactly one Zstandard frame (RFC 8878) on to a decoder, which by itself would also read
 * several, and skip frames that hold anything at all. Follows the lengths of its blocks; what is in
 * them is for the decoder to judge.
 */
final class SingleFrame extends FilterInputStream {
  private static final long MAGIC = 0xFD2FB528L;
  private static final int[] DICTIONARY_ID = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE = {0, 2, 4, 8};
  private static final int CHECKSUM = 4;

  private enum Part {
    MAGIC,
    DESCRIPTOR,
    BLOCK_HEADER,
    /** Bytes whose number is known: the rest of the header, a block, the checksum. */
    SKIPPED,
    END
  }

  private Part part = Part.MAGIC;
  private long number;
  private int digits;
  private long skipped;
  private boolean checksum;
  private boolean last;

  SingleFrame(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    int at = offset;
    while (at < offset + read) {
      at = follow(bytes, at, offset + read);
    }
    return read;
  }

  /** By reading, since nothing may pass unseen. */
  @Override
  public long skip(long length) throws IOException {
    byte[] bytes = new byte[Math.clamp(length, 0, 8192)];
    return Math.max(0, read(bytes, 0, bytes.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private int follow(byte[] bytes, int at, int end) throws DamagedSegmentException {
    return switch (part) {
      case MAGIC -> {
        if (take(bytes[at], 4)) {
          if (number != MAGIC) {
            throw new DamagedSegmentException("it is not a Zstandard frame");
          }
          next(Part.DESCRIPTOR);
        }
        yield at + 1;
      }
      case DESCRIPTOR -> {
        readDescriptor(bytes[at] & 0xFF);
        yield at + 1;
      }
      case BLOCK_HEADER -> {
        if (take(bytes[at], 3)) {
          startBlock((int) number);
        }
        yield at + 1;
      }
      case SKIPPED -> {
        int piece = (int) Math.min(skipped, end - at);
        skipped -= piece;
        if (skipped == 0) {
          endPart();
        }
        yield at + piece;
      }
      case END -> throw new DamagedSegmentException("there is something behind its frame");
    };
  }

  /** Little-endian, as all numbers of a frame are. */
  private boolean take(byte value, int size) {
    number |= (value & 0xFFL) << (8 * digits);
    digits++;
    return digits == size;
  }

  private void next(Part following) {
    part = following;
    number = 0;
    digits = 0;
  }

  private void pass(long length) {
    next(Part.SKIPPED);
    skipped = length;
    if (length == 0) {
      endPart();
    }
  }

  private void readDescriptor(int descriptor) {
    checksum = (descriptor & 4) != 0;
    boolean oneSegment = (descriptor & 0x20) != 0;
    int size = CONTENT_SIZE[descriptor >> 6];
    int window = oneSegment ? 0 : 1;
    pass(window + DICTIONARY_ID[descriptor & 3] + (oneSegment && size == 0 ? 1 : size));
  }

  private void startBlock(int header) {
    last = (header & 1) != 0;
    boolean repeatedByte = (header >> 1 & 3) == 1;
    pass(repeatedByte ? 1 : header >> 3);
  }

  private void endPart() {
    if (!last) {
      next(Part.BLOCK_HEADER);
    } else if (checksum) {
      checksum = false;
      pass(CHECKSUM);
    } else {
      next(Part.END);
    }
  }
}
