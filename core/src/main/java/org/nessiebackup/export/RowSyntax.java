package org.nessiebackup.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * How the rows of a table look in SQL. Text and bytea values arrive in pieces and leave at once,
 * however long they are.
 */
final class RowSyntax {
  private static final byte[] HEX = "\\x".getBytes(US_ASCII);

  private final DumpText out;
  private final Form form;
  private final String rowStart;
  private final String tableStart;

  /** What is written around values. */
  enum Form {
    /** COPY's text format, as described under "Text Format" in the reference page of COPY. */
    COPY("COPY %s %s FROM stdin;\n", "", "\t", "\\N", "", "\n", "\\.\n"),
    /** One INSERT for each row; strings with {@code standard_conforming_strings = on}. */
    INSERT("", "INSERT INTO %s %s VALUES (", ", ", "NULL", "'", ");\n", "");

    private final String tableStart;
    private final String rowStart;
    private final String separator;
    private final String nullValue;
    private final String quote;
    private final String rowEnd;
    private final String tableEnd;

    Form(
        String tableStart,
        String rowStart,
        String separator,
        String nullValue,
        String quote,
        String rowEnd,
        String tableEnd) {
      this.tableStart = tableStart;
      this.rowStart = rowStart;
      this.separator = separator;
      this.nullValue = nullValue;
      this.quote = quote;
      this.rowEnd = rowEnd;
      this.tableEnd = tableEnd;
    }
  }

  /**
   * For one table.
   *
   * @param table the quoted name
   * @param columns the quoted list of columns in parentheses
   */
  RowSyntax(DumpText out, Form form, String table, String columns) {
    this.out = out;
    this.form = form;
    this.tableStart = form.tableStart.formatted(table, columns);
    this.rowStart = form.rowStart.formatted(table, columns);
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
    put(form.separator);
  }

  void nullValue() {
    put(form.nullValue);
  }

  void textStarts() {
    put(form.quote);
  }

  /** A piece of text in UTF-8; never contains zero bytes, which PostgreSQL's text cannot have. */
  void textPiece(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      int escaped = escaped(bytes[i]);
      if (escaped != 0) {
        out.bytes(bytes, from, i - from);
        out.octet(escape());
        out.octet(escaped);
        from = i + 1;
      }
    }
    out.bytes(bytes, from, end - from);
  }

  private char escape() {
    return switch (form) {
      case COPY -> '\\';
      case INSERT -> '\'';
    };
  }

  /** What follows the escape in a byte's place; 0 if the byte stands for itself. */
  private int escaped(byte value) {
    return switch (form) {
      case COPY ->
          switch (value) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 0x0B -> 'v';
            case '\\' -> '\\';
            default -> 0;
          };
      case INSERT -> value == '\'' ? '\'' : 0;
    };
  }

  void textEnds() {
    put(form.quote);
  }

  void byteaStarts() {
    textStarts();
    textPiece(HEX, 0, HEX.length);
  }

  void byteaPiece(byte[] bytes, int offset, int length) {
    out.hex(bytes, offset, length);
  }

  void byteaEnds() {
    textEnds();
  }

  /** A number or a boolean. */
  void bare(String value) {
    out.text(value);
  }

  void rowEnds() {
    put(form.rowEnd);
  }

  /** Behind the last row. */
  void tableEnds() {
    put(form.tableEnd);
  }

  private void put(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      out.octet(ascii.charAt(i));
    }
  }
}
