package org.nessiebackup.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

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

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(block)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return block.toByteArray();
  }

  private static byte[] expanded(byte[] block) {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(block))) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a block in memory was damaged", impossible);
    }
  }
}
