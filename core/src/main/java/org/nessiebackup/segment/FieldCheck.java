package org.nessiebackup.segment;

import java.io.IOException;
import java.util.List;

/**
 * Looks whether a server would take the values of rows: what it would refuse after a checksum has
 * fitted was never read from a table.
 */
final class FieldCheck implements RowListener {
  private final FieldRule[] rules;
  private final RowListener next;
  private final Utf8Check utf8 = new Utf8Check();
  private boolean text;
  private int field;
  private long row = 1;

  /**
   * For rows with these fields.
   *
   * @param next hears what was checked
   */
  FieldCheck(List<FieldRule> rules, RowListener next) {
    this.rules = rules.toArray(FieldRule[]::new);
    this.next = next;
  }

  @Override
  public void rowStarted() throws IOException {
    next.rowStarted();
  }

  @Override
  public void rowBytes(byte[] bytes, int offset, int length) throws IOException {
    next.rowBytes(bytes, offset, length);
  }

  @Override
  public void fieldStarted(int index, int length) throws IOException {
    endText();
    field = index;
    check(rules[index], length);
    next.fieldStarted(index, length);
  }

  private void check(FieldRule rule, int length) throws DamagedSegmentException {
    if (length < 0) {
      if (rule.notNull()) {
        throw impossible("is NULL, which it cannot be");
      }
      return;
    }
    switch (rule.form()) {
      case FieldRule.Form.Any any -> {}
      case FieldRule.Form.Fixed fixed -> {
        if (length != fixed.length()) {
          throw impossible("has %d bytes instead of %d".formatted(length, fixed.length()));
        }
      }
      case FieldRule.Form.Text words -> text = true;
    }
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) throws IOException {
    if (text && !utf8.accept(bytes, offset, length)) {
      throw impossible("is not text in UTF-8, or has the character 0");
    }
    next.fieldBytes(bytes, offset, length);
  }

  @Override
  public void rowEnded() throws IOException {
    endText();
    row++;
    next.rowEnded();
  }

  private void endText() throws DamagedSegmentException {
    if (text && !utf8.finish()) {
      throw impossible("ends inside a character");
    }
    text = false;
  }

  private DamagedSegmentException impossible(String what) {
    return new DamagedSegmentException(
        "column \"%s\" %s (row %d); no server takes that"
            .formatted(rules[field].column(), what, row));
  }
}
