package org.nessiebackup.pgoutput;

import java.util.Arrays;

/** A value of a row. Bytes are not copied, and nobody may change them. */
public sealed interface Field {
  /** NULL; in the key of an old row also every column that is not part of the key. */
  record Null() implements Field {}

  /**
   * A large value that an update has left as it was. The server does not send it; it is that of the
   * row of the same key before.
   */
  record Unchanged() implements Field {}

  /**
   * A value in the binary form of its type, which is what COPY binary has too.
   *
   * @param bytes the value
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by what is in it.
  record Binary(byte[] bytes) implements Field {
    @Override
    public boolean equals(Object other) {
      return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * A value as text. The server sends it of types that have no binary form, and of all if it was
   * not asked for binary values.
   *
   * @param bytes the text in the client's encoding
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by what is in it.
  record Text(byte[] bytes) implements Field {
    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
