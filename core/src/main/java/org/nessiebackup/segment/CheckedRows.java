package org.nessiebackup.segment;

import java.io.IOException;

/** Passes on what it hears, to a check first. */
record CheckedRows(FieldCheck check, RowListener rows) implements RowListener {
  @Override
  public void rowStarted() throws IOException {
    check.rowStarted();
    rows.rowStarted();
  }

  @Override
  public void fieldStarted(int index, int length) throws IOException {
    check.fieldStarted(index, length);
    rows.fieldStarted(index, length);
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) throws IOException {
    check.fieldBytes(bytes, offset, length);
    rows.fieldBytes(bytes, offset, length);
  }

  @Override
  public void rowBytes(byte[] bytes, int offset, int length) throws IOException {
    rows.rowBytes(bytes, offset, length);
  }

  @Override
  public void rowEnded() throws IOException {
    check.rowEnded();
    rows.rowEnded();
  }
}
