package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** How bytes are stored: as they are, or so that only recipients can read them. */
public sealed interface Encryption {
  /**
   * A stream whose bytes arrive encrypted at {@code target}.
   *
   * <p>Closing it ends what is stored, and flushes {@code target} but leaves it open: without it
   * the file is cut off, which a reader notices. After an error of {@code target} nothing more is
   * sent to it, by closing neither. Memory: 128 KiB for each stream. One thread at a time.
   *
   * @throws BackupException {@link Failure#USAGE} if nobody can be a recipient with one of the keys
   * @throws IOException if {@code target} fails; it may get bytes at once
   */
  OutputStream encrypt(OutputStream target) throws IOException;

  /** Bytes are stored as they are. */
  record None() implements Encryption {
    @Override
    public OutputStream encrypt(OutputStream target) {
      return new UnclosedStreams.Output(target);
    }
  }

  /**
   * Bytes are stored as an age file. Each of the recipients can read it, with nothing but the own
   * identity; the writer cannot.
   *
   * @param recipients 1 to 100, all different
   */
  record Age(List<Recipient> recipients) implements Encryption {
    private static final int MOST_RECIPIENTS = 100;

    /**
     * Checks the list.
     *
     * @throws BackupException {@link Failure#USAGE} if there are none, too many, or one twice
     */
    public Age {
      recipients = List.copyOf(recipients);
      if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
        throw Failure.USAGE.exception(
            "encryption needs 1 to " + MOST_RECIPIENTS + " recipients, not " + recipients.size(),
            "Give the public key of everybody who shall be able to restore.");
      }
      HashSet<Recipient> seen = new HashSet<>();
      for (Recipient recipient : recipients) {
        if (!seen.add(recipient)) {
          throw Failure.USAGE.exception(
              "the recipient \"" + recipient + "\" stands twice", "Name it once.");
        }
      }
    }

    @Override
    public OutputStream encrypt(OutputStream target) throws IOException {
      return EncryptingStream.start(target, this::wrap);
    }

    /** The file key, wrapped for each recipient. */
    List<RecipientStanza> wrap(FileKey key) {
      List<RecipientStanza> stanzas = new ArrayList<>();
      for (Recipient recipient : recipients) {
        wrap(key, recipient).forEach(stanzas::add);
      }
      return stanzas;
    }

    private static Iterable<RecipientStanza> wrap(FileKey key, Recipient recipient) {
      try {
        return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient.text())
            .getRecipientStanzas(key);
      } catch (InvalidKeyException e) {
        throw Failure.USAGE.exception(
            "nobody can have the secret half of the recipient \"" + recipient + "\"",
            "Its text is well-formed, but is not made from an identity. Take it out.",
            e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java lacks what age files need", e);
      }
    }
  }
}
