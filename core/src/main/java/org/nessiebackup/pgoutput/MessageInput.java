package org.nessiebackup.pgoutput;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;

/** The bytes of one message, each read once and never beyond the end. */
final class MessageInput {
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final long MICROS = 1_000_000;

  private final ByteBuffer bytes;
  private final int size;

  MessageInput(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.BIG_ENDIAN);
    this.size = this.bytes.limit();
  }

  int left() {
    return bytes.remaining();
  }

  char letter(String what) {
    return (char) unsigned(what);
  }

  /** A number of one byte. */
  int unsigned(String what) {
    need(1, what);
    return bytes.get() & 0xFF;
  }

  /** A number of things that cannot be negative. */
  int count(String what) {
    need(Short.BYTES, what);
    return notNegative(bytes.getShort(), what);
  }

  int number(String what) {
    need(Integer.BYTES, what);
    return bytes.getInt();
  }

  /** A number of things, or bytes, that cannot be negative. */
  int length(String what) {
    return notNegative(number(what), what);
  }

  /** An object id or the number of a transaction, which have no sign. */
  long id(String what) {
    return Integer.toUnsignedLong(number(what));
  }

  Lsn lsn(String what) {
    return new Lsn(wide(what));
  }

  Instant moment(String what) {
    long micros = wide(what);
    return EPOCH
        .plusSeconds(Math.floorDiv(micros, MICROS))
        .plusNanos(Math.floorMod(micros, MICROS) * 1000);
  }

  private long wide(String what) {
    need(Long.BYTES, what);
    return bytes.getLong();
  }

  byte[] bytes(int length, String what) {
    need(length, what);
    byte[] value = new byte[length];
    bytes.get(value);
    return value;
  }

  /** The same without a copy. */
  ByteBuffer slice(int length, String what) {
    need(length, what);
    ByteBuffer value = bytes.slice(bytes.position(), length).asReadOnlyBuffer();
    bytes.position(bytes.position() + length);
    return value;
  }

  /** Text that ends with a zero. */
  String text(String what) {
    int end = bytes.position();
    while (end < size && bytes.get(end) != 0) {
      end++;
    }
    if (end == size) {
      throw defect(what + " has no end");
    }
    ByteBuffer text = bytes.slice(bytes.position(), end - bytes.position());
    bytes.position(end + 1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw defect(what + " is no UTF-8");
    }
  }

  /** Refuses bytes behind the end of a message. */
  void end() {
    if (bytes.hasRemaining()) {
      throw defect("%d bytes are left over".formatted(bytes.remaining()));
    }
  }

  private void need(int count, String what) {
    if (bytes.remaining() < count) {
      throw defect(
          "%s is cut off: %d bytes wanted, %d left".formatted(what, count, bytes.remaining()));
    }
  }

  private int notNegative(int number, String what) {
    if (number < 0) {
      throw defect("%s is negative: %d".formatted(what, number));
    }
    return number;
  }

  /** What to throw of a message that is not what the protocol says. */
  BackupException defect(String what) {
    return Failure.DATABASE.exception(
        "a message of the output plugin \"pgoutput\" cannot be read: %s, at byte %d of %d"
            .formatted(what, bytes.position(), size),
        "Something between here and the server changes what it says, or the server is newer than"
            + " this program: update it.");
  }
}
