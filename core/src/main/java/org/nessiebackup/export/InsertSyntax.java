package org.nessiebackup.export;

/** One INSERT statement for each row; strings with {@code standard_conforming_strings = on}. */
final class InsertSyntax implements RowSyntax {
  private final DumpText out;
  private final String start;

  /**
   * For one table.
   *
   * @param table the quoted name
   * @param columns the quoted list of columns in parentheses
   */
  InsertSyntax(DumpText out, String table, String columns) {
    this.out = out;
    this.start = "INSERT INTO " + table + " " + columns + " VALUES (";
  }

  @Override
  public void tableStarts() {
    // Each row is a statement of its own.
  }

  @Override
  public void rowStarts() {
    out.text(start);
  }

  @Override
  public void separator() {
    out.text(", ");
  }

  @Override
  public void nullValue() {
    out.text("NULL");
  }

  @Override
  public void textStarts() {
    out.octet('\'');
  }

  @Override
  public void textPiece(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\'') {
        // The quote itself goes out with what is before it, and once more with what follows.
        out.bytes(bytes, from, i + 1 - from);
        from = i;
      }
    }
    out.bytes(bytes, from, end - from);
  }

  @Override
  public void textEnds() {
    out.octet('\'');
  }

  @Override
  public void byteaStarts() {
    out.text("'\\x");
  }

  @Override
  public void byteaPiece(byte[] bytes, int offset, int length) {
    out.hex(bytes, offset, length);
  }

  @Override
  public void byteaEnds() {
    out.octet('\'');
  }

  @Override
  public void bare(String value) {
    out.text(value);
  }

  @Override
  public void rowEnds() {
    out.text(");\n");
  }

  @Override
  public void tableEnds() {
    // Each row was a statement of its own.
  }
}
