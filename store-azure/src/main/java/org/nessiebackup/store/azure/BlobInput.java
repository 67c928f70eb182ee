package org.nessiebackup.store.azure;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives the SDK's errors the words of {@link AzureErrors}. */
final class BlobInput extends FilterInputStream {
  private final AzureErrors errors;
  private final String name;

  BlobInput(InputStream in, AzureErrors errors, String name) {
    super(in);
    this.errors = errors;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (RuntimeException e) {
      throw errors.translate(e, "cannot go on reading \"" + name + "\"");
    }
  }
}
