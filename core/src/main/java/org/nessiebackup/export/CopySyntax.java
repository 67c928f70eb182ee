package org.nessiebackup.export;

/** COPY's text format, as described under "Text Format" in the reference page of COPY. */
final class CopySyntax implements RowSyntax {
  private final DumpText out;
  private final String start;

  /**
   * For one table.
   *
   * @param table the quoted name
   * @param columns the quoted list of columns in parentheses
   */
  CopySyntax(DumpText out, String table, String columns) {
    this.out = out;
    this.start = "COPY " + table + " " + columns + " FROM stdin;";
  }

  @Override
  public void tableStarts() {
    out.line(start);
  }

  @Override
  public void rowStarts() {
    // A row begins with its first value.
  }

  @Override
  public void separator() {
    out.octet('\t');
  }

  @Override
  public void nullValue() {
    out.text("\\N");
  }

  @Override
  public void textStarts() {
    // Text is not quoted here.
  }

  @Override
  public void textPiece(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      int escape = escape(bytes[i]);
      if (escape != 0) {
        out.bytes(bytes, from, i - from);
        out.octet('\\');
        out.octet(escape);
        from = i + 1;
      }
    }
    out.bytes(bytes, from, end - from);
  }

  /** The letter that stands for a byte behind a backslash, 0 if the byte stands for itself. */
  private static int escape(byte value) {
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

  @Override
  public void textEnds() {
    // Text is not quoted here.
  }

  @Override
  public void byteaStarts() {
    out.text("\\\\x");
  }

  @Override
  public void byteaPiece(byte[] bytes, int offset, int length) {
    out.hex(bytes, offset, length);
  }

  @Override
  public void byteaEnds() {
    // The next tab or line end ends it.
  }

  @Override
  public void bare(String value) {
    out.text(value);
  }

  @Override
  public void rowEnds() {
    out.octet('\n');
  }

  @Override
  public void tableEnds() {
    out.line("\\.");
  }
}
