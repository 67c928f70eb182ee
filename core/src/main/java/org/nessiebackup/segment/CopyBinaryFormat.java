package org.nessiebackup.segment;

import java.nio.charset.StandardCharsets;

/** Constants of PostgreSQL's COPY binary format, version "PGCOPY". */
final class CopyBinaryFormat {
  /**
   * Eleven bytes, chosen by PostgreSQL to break when line ends or eighth bits are tampered with.
   */
  static final byte[] SIGNATURE = "PGCOPY\nÿ\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  /** Signature, 32 bits of flags, 32 bits of length of the header extension. */
  static final int HEADER_LENGTH = SIGNATURE.length + 4 + 4;

  /** The field count that means the end. */
  static final int TRAILER = -1;

  /** Bits 16 to 31 of the flags change the meaning of rows; a reader must refuse unknown ones. */
  static final int CRITICAL_FLAGS = 0xFFFF0000;

  /** PostgreSQL's own limit of a value: 1 GiB less one byte. */
  static final int LONGEST_FIELD = 0x3FFFFFFF;

  private CopyBinaryFormat() {}
}
