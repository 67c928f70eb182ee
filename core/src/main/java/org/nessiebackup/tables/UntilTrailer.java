package org.nessiebackup.tables;

import java.io.IOException;
import org.nessiebackup.ByteSink;

/** Passes a COPY binary stream on, but for the trailer at its end. */
final class UntilTrailer implements ByteSink {
  private static final int TRAILER = 2;

  private final ByteSink target;
  private final byte[] held = new byte[TRAILER];
  private int count;

  UntilTrailer(ByteSink target) {
    this.target = target;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    int passed = count + length - TRAILER;
    if (passed > 0) {
      int ofHeld = Math.min(count, passed);
      target.accept(held.clone(), 0, ofHeld);
      System.arraycopy(held, ofHeld, held, 0, count - ofHeld);
      count -= ofHeld;
      int ofBytes = passed - ofHeld;
      target.accept(bytes, offset, ofBytes);
      hold(bytes, offset + ofBytes, length - ofBytes);
    } else {
      hold(bytes, offset, length);
    }
  }

  private void hold(byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, held, count, length);
    count += length;
  }

  /** Passes the trailer on. */
  void finish() throws IOException {
    target.accept(held, 0, count);
  }
}
