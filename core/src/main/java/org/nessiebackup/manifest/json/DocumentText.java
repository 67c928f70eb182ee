package org.nessiebackup.manifest.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/**
 * The text of a document, which is never held as one: some have megabytes, and there are several at
 * a time.
 */
public final class DocumentText {
  private static final int PIECE = 4096;
  private static final long NOT_ASCII = 0x8080808080808080L;

  private DocumentText() {}

  /**
   * Checks that bytes are UTF-8, strictly: a decoder that repairs would make different bytes the
   * same text.
   */
  public static void check(byte[] bytes) throws CharacterCodingException {
    if (isAscii(bytes)) {
      return;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CharBuffer piece = CharBuffer.allocate(PIECE);
    CoderResult result;
    do {
      piece.clear();
      result = decoder.decode(rest, piece, true);
    } while (result.isOverflow());
    if (result.isError()) {
      result.throwException();
    }
  }

  /** As nearly all are. Eight bytes at a time, since there are megabytes of base64. */
  private static boolean isAscii(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.remaining() >= Long.BYTES) {
      if ((rest.getLong() & NOT_ASCII) != 0) {
        return false;
      }
    }
    while (rest.hasRemaining()) {
      if (rest.get() < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the JSON library takes bytes that were checked for what they are, UTF-8, though nobody
   * tells it: as all do that begin as documents are written.
   */
  public static boolean isUnmistakable(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == '{' && bytes[1] != 0;
  }

  /** The text of bytes that were checked. */
  public static Reader reader(byte[] bytes) {
    return new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
  }

  /** A document as it is stored, with a line's end. */
  public static byte[] bytes(ObjectWriter form, JsonNode document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE);
    Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
    form.writeValue(text, document);
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
