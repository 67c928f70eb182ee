package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The header of an age file, as it was read: for whom the file key is wrapped, and the code that
 * authenticates this list to those who know the file key.
 */
final class AgeHeader {
  private final List<RecipientStanza> stanzas;
  private final byte[] authenticated;
  private final byte[] code;

  /**
   * A header of these parts.
   *
   * @param authenticated its bytes from the first to the three hyphens before the code
   */
  AgeHeader(List<RecipientStanza> stanzas, byte[] authenticated, byte[] code) {
    this.stanzas = List.copyOf(stanzas);
    this.authenticated = authenticated;
    this.code = code;
  }

  /**
   * Reads a header and not a byte more.
   *
   * @throws DecryptionException if there is none that is understood
   */
  static AgeHeader read(InputStream source) throws IOException {
    return new AgeHeaderParser(source).parse();
  }

  /**
   * The file key, if one of the identities unwraps it; the header is authentic then.
   *
   * @throws DecryptionException if none does, or the header was changed
   */
  FileKey unwrap(List<Identity> identities) throws DecryptionException {
    for (Identity identity : identities) {
      Optional<FileKey> key = unwrap(identity);
      if (key.isPresent()) {
        return authentic(key.get());
      }
    }
    throw new DecryptionException(
        DecryptionException.Reason.NO_IDENTITY_MATCHES,
        identities.size() == 1
            ? "the identity that was given does not open it"
            : "none of the " + identities.size() + " identities that were given opens it");
  }

  private Optional<FileKey> unwrap(Identity identity) {
    try {
      return Optional.of(identity.stanzas().getFileKey(stanzas));
    } catch (UnsupportedRecipientStanzaException notForThisIdentity) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks what age files need", e);
    }
  }

  private FileKey authentic(FileKey key) throws DecryptionException {
    if (MessageDigest.isEqual(code(key, authenticated), code)) {
      return key;
    }
    key.destroy();
    throw DecryptionException.damaged("its header was changed: the code at its end is wrong");
  }

  /** The bytes of a header with these stanzas, authenticated with the file key. */
  static byte[] write(FileKey key, List<RecipientStanza> stanzas) {
    StringBuilder text = new StringBuilder(AgeHeaderParser.VERSION).append('\n');
    for (RecipientStanza stanza : stanzas) {
      text.append("-> ").append(stanza.getType());
      stanza.getArguments().forEach(argument -> text.append(' ').append(argument));
      text.append('\n');
      appendBody(text, AgeHeaderParser.encode(stanza.getBody()));
    }
    text.append("---");
    byte[] code = code(key, text.toString().getBytes(StandardCharsets.US_ASCII));
    text.append(' ').append(AgeHeaderParser.encode(code)).append('\n');
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Lines of 64 characters, and always a shorter one at the end, which may be empty. */
  private static void appendBody(StringBuilder text, String encoded) {
    int column = AgeHeaderParser.BODY_COLUMNS;
    for (int at = 0; at <= encoded.length(); at += column) {
      text.append(encoded, at, Math.min(at + column, encoded.length())).append('\n');
    }
  }

  private static byte[] code(FileKey key, byte[] header) {
    byte[] secret = key.getEncoded();
    byte[] headerKey = KeyDerivation.derive(secret, "header");
    byte[] code = KeyDerivation.authenticate(headerKey, header);
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(headerKey, (byte) 0);
    return code;
  }
}
