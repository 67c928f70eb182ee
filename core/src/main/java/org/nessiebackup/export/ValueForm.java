package org.nessiebackup.export;

import java.nio.ByteBuffer;
import java.util.function.Function;

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
   * @param decoder makes the text as PostgreSQL would print it; throws {@link
   *     java.nio.BufferUnderflowException} or {@link IllegalArgumentException} if these bytes are
   *     no such value
   */
  record Held(boolean bare, Function<ByteBuffer, String> decoder) implements ValueForm {}
}
