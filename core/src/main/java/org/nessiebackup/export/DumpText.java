package org.nessiebackup.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;

/**
 * The SQL text on its way out: buffered, counted, hashed, with the target's errors in words of our
 * own, so that they are never taken for errors of the source.
 */
final class DumpText {
  private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream target;
  private final MessageDigest sha256 = Digests.sha256();
  private final byte[] buffer = new byte[64 * 1024];
  private int used;
  private long flushed;

  DumpText(OutputStream target) {
    this.target = target;
  }

  void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes(bytes, 0, bytes.length);
  }

  /** The same, without a copy of it. */
  void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      octet(text.charAt(i));
    }
  }

  void line(String text) {
    text(text);
    octet('\n');
  }

  void bytes(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      makeRoom(1);
      int piece = Math.min(end - at, buffer.length - used);
      System.arraycopy(bytes, at, buffer, used, piece);
      used += piece;
      at += piece;
    }
  }

  void octet(int value) {
    makeRoom(1);
    buffer[used++] = (byte) value;
  }

  /** Two digits for each byte. */
  void hex(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      makeRoom(2);
      buffer[used++] = HEX_DIGITS[(bytes[i] >> 4) & 0xF];
      buffer[used++] = HEX_DIGITS[bytes[i] & 0xF];
    }
  }

  /** Bytes so far. */
  long length() {
    return flushed + used;
  }

  /** The hash of all bytes so far. */
  String hashSoFar() {
    empty();
    try {
      return Digests.hex((MessageDigest) sha256.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java cannot hash in steps", e);
    }
  }

  /** Hands over what is left. */
  void finish() {
    empty();
    try {
      target.flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void makeRoom(int bytes) {
    if (buffer.length - used < bytes) {
      empty();
    }
  }

  private void empty() {
    sha256.update(buffer, 0, used);
    try {
      target.write(buffer, 0, used);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    flushed += used;
    used = 0;
  }

  private static BackupException cannotWrite(IOException error) {
    return cannotWrite("the dump", error);
  }

  /** An error of the target, in words. */
  static BackupException cannotWrite(String what, IOException error) {
    String message = "cannot write %s: %s".formatted(what, error.getMessage());
    String text = message.toLowerCase(Locale.ROOT);
    boolean full = text.contains("no space left") || text.contains("quota exceeded");
    return full
        ? Failure.STORE_FULL.exception(message, "Make room and run the command again.", error)
        : Failure.STORE.exception(message, null, error);
  }
}
