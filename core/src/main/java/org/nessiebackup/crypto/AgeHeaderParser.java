package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.RecipientStanza;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Reads the header of an age file from bytes that may be hostile, strictly as the specification of
 * age writes it, and no more than {@link #MAXIMUM_LENGTH} bytes of it.
 */
final class AgeHeaderParser {
  static final String VERSION = "age-encryption.org/v1";
  static final int BODY_COLUMNS = 64;

  /** Room for more than 300 recipients. */
  static final int MAXIMUM_LENGTH = 32 * 1024;

  private static final String ANY_VERSION = "age-encryption.org/";
  private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
  private static final String STANZA = "-> ";
  private static final String END = "---";
  private static final int CODE_LENGTH = 32;

  private final InputStream source;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();

  AgeHeaderParser(InputStream source) {
    this.source = source;
  }

  AgeHeader parse() throws IOException {
    checkVersion(line());
    List<RecipientStanza> stanzas = new ArrayList<>();
    String line = line();
    while (line.startsWith(STANZA)) {
      stanzas.add(stanza(line));
      line = line();
    }
    if (stanzas.isEmpty() || !line.startsWith(END + " ")) {
      throw DecryptionException.damaged("its header does not have the form of an age file");
    }
    byte[] code = decode(line.substring(END.length() + 1));
    if (code.length != CODE_LENGTH) {
      throw DecryptionException.damaged("the code at the end of its header is too short or long");
    }
    int authenticated = header.size() - line.length() - 1 + END.length();
    return new AgeHeader(stanzas, Arrays.copyOf(header.toByteArray(), authenticated), code);
  }

  private static void checkVersion(String line) throws DecryptionException {
    if (line.stripTrailing().equals(ARMOR)) {
      throw new DecryptionException(
          DecryptionException.Reason.UNSUPPORTED,
          "it is an armored age file (text), which is not supported");
    }
    if (!line.equals(VERSION)) {
      throw line.startsWith(ANY_VERSION)
          ? new DecryptionException(
              DecryptionException.Reason.UNSUPPORTED,
              "it is an age file of another version than " + VERSION)
          : DecryptionException.damaged("it is not an age file");
    }
  }

  private Stanza stanza(String line) throws IOException {
    List<String> words = List.of(line.substring(STANZA.length()).split(" ", -1));
    if (words.contains("")) {
      throw DecryptionException.damaged("its header has an empty word in a stanza");
    }
    StringBuilder body = new StringBuilder();
    String part = line();
    while (part.length() == BODY_COLUMNS) {
      body.append(part);
      part = line();
    }
    if (part.length() > BODY_COLUMNS) {
      throw DecryptionException.damaged("its header has a line that is too long");
    }
    return new Stanza(
        words.getFirst(), words.subList(1, words.size()), decode(body.append(part).toString()));
  }

  /** The next line without its line feed; only visible ASCII and spaces are allowed in a header. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = next(); next != '\n'; next = next()) {
      boolean firstLine = header.size() == line.length() + 1;
      if ((next < ' ' || next > '~') && !(firstLine && next == '\r')) {
        throw DecryptionException.damaged(
            firstLine ? "it is not an age file" : "its header has a byte that is not text");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private int next() throws IOException {
    if (header.size() == MAXIMUM_LENGTH) {
      throw DecryptionException.damaged("its header is longer than " + MAXIMUM_LENGTH + " bytes");
    }
    int next = source.read();
    if (next < 0) {
      throw DecryptionException.damaged("it is cut off within its header");
    }
    header.write(next);
    return next;
  }

  static String encode(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Base 64 has several texts for the same bytes; only the one that {@link #encode} gives is valid.
   */
  private static byte[] decode(String text) throws DecryptionException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
      if (encode(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      throw new DecryptionException(
          DecryptionException.Reason.DAMAGED, "its header is not valid base 64", notBase64);
    }
    throw DecryptionException.damaged("its header is not canonical base 64");
  }

  /** One wrapped file key; for whom it is wrapped only its owner knows. */
  private static final class Stanza implements RecipientStanza {
    private final String type;
    private final List<String> arguments;
    private final byte[] body;

    Stanza(String type, List<String> arguments, byte[] body) {
      this.type = type;
      this.arguments = List.copyOf(arguments);
      this.body = body;
    }

    @Override
    public String getType() {
      return type;
    }

    @Override
    public List<String> getArguments() {
      return arguments;
    }

    @Override
    public byte[] getBody() {
      return body.clone();
    }
  }
}
