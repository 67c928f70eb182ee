package org.nessiebackup.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * How the rows of a table look in SQL. Text and bytea values arrive in pieces and leave at once,
 * however long they are.
 */
final class RowSyntax {
  private static final byte[] HEX = "\\x".getBytes(US_ASCII);

  private final DumpText out;
  private final boolean inserts;
  private final String rowStart;
  private final String tableStart;

  /**
   * For one table.
   *
   * @param inserts whether each row is an INSERT, whose strings are those of {@code
   *     standard_conforming_strings = on}; else rows are in COPY's text format, as described under
   *     "Text Format" in the reference page of COPY
   * @param table the quoted name
   * @param columns the quoted list of columns in parentheses
   */
  RowSyntax(DumpText out, boolean inserts, String table, String columns) {
    this.out = out;
    this.inserts = inserts;
    this.tableStart = inserts ? "" : "COPY %s %s FROM stdin;\n".formatted(table, columns);
    this.rowStart = inserts ? "INSERT INTO %s %s VALUES (".formatted(table, columns) : "";
  }

  /** Before the first row. */
  void tableStarts() {
    out.text(tableStart);
  }

  void rowStarts() {
    out.text(rowStart);
  }

  /** Between two values. */
  void separator() {
    put(inserts ? ", " : "\t");
  }

  void nullValue() {
    put(inserts ? "NULL" : "\\N");
  }

  /** Before and behind a text. */
  void quote() {
    if (inserts) {
      out.octet('\'');
    }
  }

  /** A piece of text in UTF-8; never contains zero bytes, which PostgreSQL's text cannot have. */
  void textPiece(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      int escaped = escaped(bytes[i]);
      if (escaped != 0) {
        out.bytes(bytes, from, i - from);
        out.octet(inserts ? '\'' : '\\');
        out.octet(escaped);
        from = i + 1;
      }
    }
    out.bytes(bytes, from, end - from);
  }

  /** What follows the escape in a byte's place; 0 if the byte stands for itself. */
  private int escaped(byte value) {
    if (inserts) {
      return value == '\'' ? '\'' : 0;
    }
    return switch (value) {
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 0x0B -> 'v';
      case '\\' -> '\\';
      default -> 0;
    };
  }

  void byteaStarts() {
    quote();
    textPiece(HEX, 0, HEX.length);
  }

  void byteaPiece(byte[] bytes, int offset, int length) {
    out.hex(bytes, offset, length);
  }

  /** A number or a boolean. */
  void bare(String value) {
    out.text(value);
  }

  void rowEnds() {
    put(inserts ? ");\n" : "\n");
  }

  /** Behind the last row. */
  void tableEnds() {
    put(inserts ? "" : "\\.\n");
  }

  private void put(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      out.octet(ascii.charAt(i));
    }
  }
}
