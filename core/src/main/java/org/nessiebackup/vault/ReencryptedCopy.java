package org.nessiebackup.vault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.Upload;

/**
 * Stores one object of a backup for other recipients, unless it is not what it should be. What is
 * inside passes as a stream, byte for byte.
 */
final class ReencryptedCopy {
  private static final int PIECE = 1 << 17;

  private final Vault source;
  private final Manifest backup;
  private final StoredPart part;
  private final Cancellation stop;

  ReencryptedCopy(Vault source, Manifest backup, StoredPart part, Cancellation stop) {
    this.source = source;
    this.backup = backup;
    this.part = part;
    this.stop = stop;
  }

  /** The length of what was written, and its checksum. */
  record Result(long bytes, String sha256) {}

  /** Publishes it if every stored byte was as the manifest says. */
  Result run(Decryption decryption, Encryption encryption, ObjectStore target, String name) {
    try (InputStream stored = open();
        Upload upload = target.create(name, Layout.lifetime(name))) {
      Written written = new Written(upload.body());
      Original original = new Original(stored);
      pass(decryption, original, encryption, written);
      original.requireWhole(null);
      upload.commit();
      return new Result(written.count, hex(written.getMessageDigest()));
    } catch (ReadingException e) {
      throw source.failure(e.failure, "cannot read \"" + part.object() + "\"");
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot store \"" + name + "\"", target);
    }
  }

  /** Closing the encrypted stream ends it, which must not happen to one that was cut off. */
  private void pass(Decryption decryption, Original original, Encryption encryption, Written out)
      throws IOException {
    OutputStream encrypted = encryption.encrypt(out);
    try (InputStream plain = decryption.decrypt(original)) {
      byte[] piece = new byte[PIECE];
      for (int length = plain.read(piece); length >= 0; length = plain.read(piece)) {
        stop.check();
        encrypted.write(piece, 0, length);
      }
    } catch (DecryptionException e) {
      // A header that was changed looks like one for somebody else; the checksum tells them apart.
      original.requireWhole(e);
      throw source.failure(e, "cannot open \"" + part.object() + "\"");
    }
    encrypted.close();
  }

  private InputStream open() throws ReadingException {
    try {
      return source.open(backup.id(), part);
    } catch (NoSuchObjectException e) {
      throw damaged("is missing", e);
    } catch (IOException e) {
      throw new ReadingException(e);
    }
  }

  private BackupException damaged(String why, IOException cause) {
    return new BackupException(
        Failure.DAMAGED,
        "\"%s%s\" in vault \"%s\" %s"
            .formatted(Layout.folder(backup.id()), part.object(), source.location(), why),
        "`verify` shows what else is wrong with the backup. It was not copied.",
        cause);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** The source failed, not the target. */
  private static final class ReadingException extends IOException {
    private static final long serialVersionUID = 1;
    private final IOException failure;

    ReadingException(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  /** Hashes and counts what is read, and does not read more than there should be. */
  private final class Original extends FilterInputStream {
    private final MessageDigest digest = sha256();
    private long count;

    Original(InputStream stored) {
      super(stored);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(bytes, offset, length);
      } catch (IOException e) {
        throw new ReadingException(e);
      }
      if (read > 0) {
        count += read;
        digest.update(bytes, offset, read);
        if (count > part.storedBytes()) {
          throw damaged("is longer than what was written", null);
        }
      }
      return read;
    }

    @Override
    public void close() {
      // Whoever has opened the stored object closes it; there may be bytes left to compare.
    }

    /** To be asked once, when nobody reads on. */
    void requireWhole(IOException cause) throws IOException {
      transferTo(OutputStream.nullOutputStream());
      if (count != part.storedBytes() || !hex(digest).equals(part.sha256())) {
        throw damaged("has another size or checksum than was written", cause);
      }
    }
  }

  /** Hashes and counts what is written. */
  private static final class Written extends DigestOutputStream {
    private long count;

    Written(OutputStream out) {
      super(out, sha256());
    }

    @Override
    public void write(int value) throws IOException {
      super.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      super.write(bytes, offset, length);
      count += length;
    }
  }
}
