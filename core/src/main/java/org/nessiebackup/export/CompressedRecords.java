package org.nessiebackup.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Many short records, kept in memory in compressed blocks: neighbours repeat each other. Several
 * threads may add; when they are done, one may read.
 */
final class CompressedRecords {
  private static final int BLOCK = 32 << 10;
  private static final int BLOCKS_AT_HAND = 32;

  private final List<byte[]> blocks = new ArrayList<>();
  private final Map<Integer, byte[]> atHand = new LinkedHashMap<>(16, 0.75f, true);
  private final ByteArrayOutputStream open = new ByteArrayOutputStream(2 * BLOCK);
  private long length;

  /** Keeps a record, and returns its place. */
  synchronized long add(byte[] record) {
    long place = (long) blocks.size() << 32 | open.size();
    open.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(record.length).array());
    open.writeBytes(record);
    length += record.length;
    if (open.size() >= BLOCK) {
      blocks.add(compressed(open.toByteArray()));
      open.reset();
    }
    return place;
  }

  /** How many bytes all records have. */
  long length() {
    return length;
  }

  /** A record by its place. */
  byte[] get(long place) {
    ByteBuffer block = ByteBuffer.wrap(block((int) (place >>> 32))).position((int) place);
    byte[] record = new byte[block.getInt()];
    block.get(record);
    return record;
  }

  private byte[] block(int block) {
    byte[] bytes = atHand.get(block);
    if (bytes == null) {
      bytes = block == blocks.size() ? open.toByteArray() : expanded(blocks.get(block));
      if (atHand.size() == BLOCKS_AT_HAND) {
        atHand.remove(atHand.keySet().iterator().next());
      }
      atHand.put(block, bytes);
    }
    return bytes;
  }

  /** The length, and the compressed bytes. */
  private static byte[] compressed(byte[] bytes) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] target = new byte[bytes.length + bytes.length / 1000 + 64];
      int used = deflater.deflate(target, Integer.BYTES, target.length - Integer.BYTES);
      if (!deflater.finished()) {
        throw new IllegalStateException("a block grew when it was compressed");
      }
      ByteBuffer.wrap(target).putInt(bytes.length);
      return Arrays.copyOf(target, used + Integer.BYTES);
    } finally {
      deflater.end();
    }
  }

  private static byte[] expanded(byte[] block) {
    Inflater inflater = new Inflater();
    try {
      byte[] bytes = new byte[ByteBuffer.wrap(block).getInt()];
      inflater.setInput(block, Integer.BYTES, block.length - Integer.BYTES);
      int done = 0;
      while (done < bytes.length && !inflater.finished()) {
        done += inflater.inflate(bytes, done, bytes.length - done);
      }
      return bytes;
    } catch (DataFormatException impossible) {
      throw new IllegalStateException("a block in memory was damaged", impossible);
    } finally {
      inflater.end();
    }
  }
}
