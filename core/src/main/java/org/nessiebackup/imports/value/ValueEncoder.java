package org.nessiebackup.imports.value;

/** Turns the text of a value into what COPY binary holds of it. */
@FunctionalInterface
public interface ValueEncoder {
  /**
   * Replaces the bytes from {@code start} to the end of the row's buffer. The result of long values
   * is never longer than their text.
   *
   * @throws IllegalArgumentException or {@link java.time.DateTimeException} or {@link
   *     ArithmeticException} if this is no text of such a value
   */
  void encode(RowBuffer row, int start);
}
