package org.nessiebackup.imports.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text, which has to be what a server would accept: UTF-8 without zero bytes, not too long. */
final class TextValue {
  /** What {@code atttypmod} adds to a length. */
  private static final int LENGTH_WORD = 4;

  private static final int LONGEST_NAME = 63;

  private TextValue() {}

  static void text(RowBuffer row, int start) {
    boolean ascii = true;
    byte[] bytes = row.array();
    for (int i = start; i < row.length(); i++) {
      if (bytes[i] == 0) {
        throw new IllegalArgumentException("it has a zero byte, which text cannot have");
      }
      ascii &= bytes[i] > 0;
    }
    if (!ascii) {
      checkUtf8(ByteBuffer.wrap(bytes, start, row.length() - start));
    }
  }

  static void name(RowBuffer row, int start) {
    text(row, start);
    if (row.length() - start > LONGEST_NAME) {
      throw new IllegalArgumentException("it is too long");
    }
  }

  static void jsonb(RowBuffer row, int start) {
    text(row, start);
    // The version comes first; the text moves up by one.
    row.octet(0);
    byte[] bytes = row.array();
    System.arraycopy(bytes, start, bytes, start + 1, row.length() - start - 1);
    row.set(start, 1);
  }

  static ValueEncoder varchar(int modifier) {
    return (row, start) -> {
      text(row, start);
      int longest = modifier - LENGTH_WORD;
      if (modifier != -1 && characters(row, start) > longest) {
        throw new IllegalArgumentException("it is longer than " + longest + " characters");
      }
    };
  }

  static ValueEncoder bpchar(int modifier) {
    return (row, start) -> {
      text(row, start);
      int length = modifier - LENGTH_WORD;
      if (modifier != -1 && characters(row, start) != length) {
        throw new IllegalArgumentException("it is not " + length + " characters long");
      }
    };
  }

  private static int characters(RowBuffer row, int start) {
    int characters = 0;
    for (int i = start; i < row.length(); i++) {
      // All bytes but those that continue a character.
      if ((row.at(i) & 0xC0) != 0x80) {
        characters++;
      }
    }
    return characters;
  }

  private static void checkUtf8(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer characters = CharBuffer.allocate(4096);
    CoderResult result;
    do {
      result = decoder.decode(bytes, characters, true);
      characters.clear();
    } while (result.isOverflow());
    if (result.isError()) {
      throw new IllegalArgumentException("it is not UTF-8");
    }
  }
}
