package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.util.Arrays;
import org.nessiebackup.ByteSink;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowListener;

/** Makes changes of a COPY binary stream that arrives in pieces; holds one at a time. */
final class ChangeScanner implements ByteSink {
  private final CopyBinaryScanner scanner;

  ChangeScanner(ChangeColumns columns, ChangeSink sink) {
    this.scanner = new CopyBinaryScanner(columns.fields(), new Fields(columns, sink));
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
  }

  void finish() throws IOException {
    scanner.finish();
  }

  /** No value is longer than the stream, which a document limits. */
  private static final class Fields implements RowListener {
    private final ChangeColumns columns;
    private final ChangeSink sink;
    private final byte[][] values;
    private int place;
    private int filled;

    Fields(ChangeColumns columns, ChangeSink sink) {
      this.columns = columns;
      this.sink = sink;
      this.values = new byte[columns.fields()][];
    }

    @Override
    public void rowStarted() {
      Arrays.fill(values, null);
    }

    @Override
    public void fieldStarted(int index, int length) {
      place = index;
      filled = 0;
      values[index] = length < 0 ? null : new byte[length];
    }

    @Override
    public void fieldBytes(byte[] bytes, int offset, int length) {
      System.arraycopy(bytes, offset, values[place], filled, length);
      filled += length;
    }

    @Override
    public void rowEnded() throws IOException {
      sink.accept(columns.row(values));
    }
  }
}
