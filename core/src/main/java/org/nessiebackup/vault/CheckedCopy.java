package org.nessiebackup.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;

/** Copies one object from store to store, unless it is not what it should be. */
final class CheckedCopy {
  private static final int PIECE = 1 << 18;

  private final ObjectStore source;
  private final ObjectStore target;
  private final String name;
  private final StoredPart part;
  private final Cancellation stop;

  CheckedCopy(
      ObjectStore source, ObjectStore target, String name, StoredPart part, Cancellation stop) {
    this.source = source;
    this.target = target;
    this.name = name;
    this.part = part;
    this.stop = stop;
  }

  /** Whether the target has it, with the right content; removes one with another content. */
  boolean isThere() {
    try {
      boolean listed = target.list(name).stream().map(StoredObject::name).anyMatch(name::equals);
      if (!listed) {
        return false;
      }
      try (InputStream there = target.open(name)) {
        if (isWhole(there, OutputStream.nullOutputStream())) {
          return true;
        }
      }
      target.delete(name);
      return false;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot look for \"" + name + "\"", target);
    }
  }

  /** Publishes it if every byte was as the manifest says. */
  void run() {
    try (InputStream stored = open();
        Upload upload = target.create(name, Layout.lifetime(name))) {
      if (!isWhole(stored, upload.body())) {
        throw damaged("has another size or checksum than was written", null);
      }
      upload.commit();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot copy \"" + name + "\"", target);
    }
  }

  private InputStream open() {
    try {
      return source.open(name);
    } catch (NoSuchObjectException e) {
      throw damaged("is missing", e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", source);
    }
  }

  private BackupException damaged(String why, IOException cause) {
    return new BackupException(
        Failure.DAMAGED,
        "\"%s\" in vault \"%s\" %s".formatted(name, source.location(), why),
        "`verify` shows what else is wrong with the backup. It was not copied.",
        cause);
  }

  /** Passes the bytes on, but not more than there should be. */
  private boolean isWhole(InputStream in, OutputStream out) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] piece = new byte[PIECE];
    long count = 0;
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      stop.check();
      count += length;
      if (count > part.storedBytes()) {
        return false;
      }
      sha256.update(piece, 0, length);
      out.write(piece, 0, length);
    }
    return count == part.storedBytes()
        && HexFormat.of().formatHex(sha256.digest()).equals(part.sha256());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
