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

  private DocumentText() {}

  /**
   * Checks that bytes are UTF-8, strictly: a decoder that repairs would make different bytes the
   * same text.
   */
  public static void check(byte[] bytes) throws CharacterCodingException {
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
