package org.nessiebackup.export;

import java.nio.ByteBuffer;

/** How a value in COPY binary becomes text. */
sealed interface ValueForm {
  /**
   * The bytes are the text, once some bytes at the start are dropped.
   *
   * @param prefix how many, all of which must be 1: jsonb's version
   */
  record Text(int prefix) implements ValueForm {}

  /** Bytes of any kind. */
  record Bytea() implements ValueForm {}

  /**
   * A value that is held whole, because its text depends on all of it.
   *
   * @param bare whether the text may stand in SQL without quotes
   * @param decoder makes the text
   */
  record Held(boolean bare, Decoder decoder) implements ValueForm {}

  /** Makes text. */
  @FunctionalInterface
  interface Decoder {
    /**
     * The value as PostgreSQL would print it.
     *
     * @throws RuntimeException {@link java.nio.BufferUnderflowException} or {@link
     *     IllegalArgumentException} if these bytes are no such value
     */
    String decode(ByteBuffer value);
  }
}
