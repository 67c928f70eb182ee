package org.nessiebackup.export;

/**
 * How rows look in SQL. Text and bytea values arrive in pieces and leave at once, however long they
 * are.
 */
sealed interface RowSyntax permits CopySyntax, InsertSyntax {
  /** Before the first row. */
  void tableStarts();

  void rowStarts();

  /** Between two values. */
  void separator();

  void nullValue();

  void textStarts();

  /** A piece of text in UTF-8; never contains zero bytes, which PostgreSQL's text cannot have. */
  void textPiece(byte[] bytes, int offset, int length);

  void textEnds();

  void byteaStarts();

  void byteaPiece(byte[] bytes, int offset, int length);

  void byteaEnds();

  /** A number or a boolean. */
  void bare(String value);

  void rowEnds();

  /** Behind the last row. */
  void tableEnds();
}
