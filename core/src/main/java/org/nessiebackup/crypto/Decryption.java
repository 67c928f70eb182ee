package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** How stored bytes are read: as they are, or with the identities of a recipient. */
public sealed interface Decryption {
  /**
   * The bytes that were stored.
   *
   * <p>What is read is authentic so far; that it is all, and the end of it, is known once the
   * stream has said that it is at its end. Bytes behind the end are an error as well. After an
   * error the stream gives that error only. Closing it forgets the key and leaves {@code stored}
   * open. Memory: 136 KiB for each stream. One thread at a time.
   *
   * @param stored the bytes as they are stored, from the first one; read in large pieces
   * @throws DecryptionException if it does not open; damage behind the header shows while reading
   * @throws IOException if {@code stored} fails
   */
  InputStream decrypt(InputStream stored) throws IOException;

  /**
   * Whether this can read what begins like that.
   *
   * @param stored the bytes as they are stored, from the first one; the header is read, and some
   *     kilobytes more
   * @return false if the header is whole and none of the identities fits
   * @throws DecryptionException if the header is damaged or not supported
   * @throws IOException if {@code stored} fails
   */
  boolean opens(InputStream stored) throws IOException;

  /** Bytes are read as they are. */
  record None() implements Decryption {
    @Override
    public InputStream decrypt(InputStream stored) {
      return new UnclosedStreams.Input(stored);
    }

    @Override
    public boolean opens(InputStream stored) {
      return true;
    }
  }

  /**
   * Age files are read.
   *
   * @param identities at least one; they are tried in their order
   */
  record Age(List<Identity> identities) implements Decryption {
    private static final int BUFFER = 8 * 1024;

    /**
     * Checks the list.
     *
     * @throws BackupException {@link Failure#KEY_MISSING} if there are none
     */
    public Age {
      identities = List.copyOf(identities);
      if (identities.isEmpty()) {
        throw Failure.KEY_MISSING.exception(
            "this is encrypted, and no identity was given",
            "Give the file with the identity of a recipient.");
      }
    }

    @Override
    public InputStream decrypt(InputStream stored) throws IOException {
      // For the header, which is read byte by byte; the payload's pieces are larger and pass it by.
      InputStream source = new BufferedInputStream(stored, BUFFER);
      FileKey key = AgeHeader.read(source).unwrap(identities);
      try {
        return DecryptingStream.start(source, key);
      } finally {
        key.destroy();
      }
    }

    @Override
    public boolean opens(InputStream stored) throws IOException {
      AgeHeader header = AgeHeader.read(new BufferedInputStream(stored, BUFFER));
      try {
        header.unwrap(identities).destroy();
        return true;
      } catch (DecryptionException e) {
        return switch (e.reason()) {
          case NO_IDENTITY_MATCHES -> false;
          case UNSUPPORTED, DAMAGED -> throw e;
        };
      }
    }
  }
}
