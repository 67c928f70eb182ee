package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Gives an age file other recipients without encrypting it again: only the header is made again.
 *
 * <p>This takes a file to new people; it takes nothing from old ones who have kept a copy of it or
 * of its header, since the key of the payload stays the same.
 */
public final class HeaderRewrap {
  private static final int BUFFER = 8 * 1024;

  private HeaderRewrap() {}

  /**
   * Writes the file with a header for {@code recipients}. The payload is copied byte by byte and
   * not examined: what was damaged there stays so. Both streams stay open.
   *
   * @param stored the age file, from its first byte
   * @param identities of which one opens it
   * @throws DecryptionException if none does, or the header is damaged; nothing was written then
   * @throws IOException if one of the streams fails
   */
  public static void rewrap(
      InputStream stored, Decryption.Age identities, Encryption.Age recipients, OutputStream target)
      throws IOException {
    InputStream source = new BufferedInputStream(stored, BUFFER);
    FileKey key = AgeHeader.read(source).unwrap(identities.identities());
    try {
      target.write(AgeHeader.write(key, recipients.wrap(key)));
    } finally {
      key.destroy();
    }
    source.transferTo(target);
  }
}
