package org.nessiebackup.tip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.nessiebackup.segment.RowListener;

/**
 * Takes the mark off that stands in front of each row, keeps the tuple as it is without, and passes
 * its fields on to who makes sense of them. For one stream, and one row at a time.
 */
final class MarkedTuple implements RowListener {
  private final int fields;
  private final RowListener content;
  private final ByteArrayOutputStream tuple = new ByteArrayOutputStream();
  private boolean inMark;
  private int mark;

  /**
   * Rows of a table.
   *
   * @param fields how many fields they have without the mark
   * @param content hears the rows without the mark; when it hears that one has ended, mark and
   *     tuple are here
   */
  MarkedTuple(int fields, Function<MarkedTuple, RowListener> content) {
    this.fields = fields;
    this.content = content.apply(this);
  }

  int mark() {
    return mark;
  }

  byte[] tuple() {
    return tuple.toByteArray();
  }

  @Override
  public void rowStarted() throws IOException {
    mark = 0;
    tuple.reset();
    tuple.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) fields).array());
    content.rowStarted();
  }

  @Override
  public void fieldStarted(int index, int length) throws IOException {
    inMark = index == 0;
    if (!inMark) {
      tuple.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
      content.fieldStarted(index - 1, length);
    }
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) throws IOException {
    if (inMark) {
      for (int i = offset; i < offset + length; i++) {
        mark = (mark << Byte.SIZE) | (bytes[i] & 0xFF);
      }
    } else {
      tuple.write(bytes, offset, length);
      content.fieldBytes(bytes, offset, length);
    }
  }

  @Override
  public void rowEnded() throws IOException {
    content.rowEnded();
  }
}
