package org.nessiebackup.vault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.HashingInputStream;
import org.nessiebackup.HashingOutputStream;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Copies one object of a backup, unless it is not what its manifest says: a new checksum would make
 * damage look sound.
 */
record ObjectCopy(ObjectStore source, BackupId backup, BackupObject object, Cancellation stop) {
  private static final int PIECE = 1 << 18;

  /** What happens to the bytes of an object on their way. */
  @FunctionalInterface
  interface Conversion {
    /** Reads to the end of what it understands; both streams stay open. */
    void run(InputStream stored, OutputStream target) throws IOException;
  }

  /** Whether a place holds what the manifest says, in which there is an object of that name. */
  boolean isWhole() throws IOException {
    try (InputStream stored = source.open(name())) {
      return new Checked(new HashingInputStream(stored)).isWhole();
    }
  }

  /** Publishes the same bytes. */
  void run(ObjectWriter target) throws IOException {
    try (InputStream stored = open()) {
      Checked original = new Checked(new HashingInputStream(stored));
      byte[] piece = new byte[PIECE];
      for (int length = original.read(piece); length >= 0; length = original.read(piece)) {
        target.body().write(piece, 0, length);
      }
      original.requireWhole(null);
      target.commit();
    }
  }

  /**
   * Publishes what a conversion makes of them.
   *
   * @throws IOException if the target fails
   */
  BackupObject.Stored convert(ObjectWriter target, Conversion conversion) throws IOException {
    try (InputStream stored = open()) {
      Checked original = new Checked(new HashingInputStream(stored));
      HashingOutputStream written = new HashingOutputStream(target.body());
      try {
        conversion.run(original, written);
      } catch (DecryptionException e) {
        // A header that was changed looks like one for somebody else; the checksum tells them
        // apart.
        original.requireWhole(e);
        throw StoreErrors.translate(e, "cannot open \"" + name() + "\"", source);
      }
      original.requireWhole(null);
      target.commit();
      return new BackupObject.Stored(target.object(), written.count(), written.hex());
    }
  }

  private String name() {
    return Layout.folder(backup) + object.object();
  }

  private InputStream open() {
    try {
      return source.open(name());
    } catch (NoSuchObjectException e) {
      throw damaged("is missing", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private BackupException unreadable(IOException cause) {
    return StoreErrors.translate(cause, "cannot read \"" + name() + "\"", source);
  }

  private BackupException damaged(String why, IOException cause) {
    return Failure.DAMAGED.exception(
        "\"%s\" in vault \"%s\" %s".formatted(name(), source.location(), why),
        "It was left as it is; `verify` shows what else is wrong with the backup.",
        cause);
  }

  /** Hashes and counts what is read, and does not read more than there should be. */
  private final class Checked extends FilterInputStream {
    private final HashingInputStream hashed;

    Checked(HashingInputStream stored) {
      super(stored);
      this.hashed = stored;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes) {
      return read(bytes, 0, bytes.length);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int read = next(bytes, offset, length);
      if (hashed.count() > object.storedBytes()) {
        throw damaged("is longer than what was written", null);
      }
      return read;
    }

    private int next(byte[] bytes, int offset, int length) {
      stop.check();
      try {
        return hashed.read(bytes, offset, length);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    boolean isWhole() {
      byte[] piece = new byte[PIECE];
      int length = 0;
      while (length >= 0 && hashed.count() <= object.storedBytes()) {
        length = next(piece, 0, piece.length);
      }
      return hashed.count() == object.storedBytes() && hashed.hex().equals(object.sha256());
    }

    /** To be called once, when nobody reads on. */
    void requireWhole(IOException cause) {
      if (!isWhole()) {
        throw damaged("has another size or checksum than was written", cause);
      }
    }
  }
}
