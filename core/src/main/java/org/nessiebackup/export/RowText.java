package org.nessiebackup.export;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.RowListener;

/** Turns rows from COPY binary into text while they arrive. */
final class RowText implements RowListener {
  /** Of the values that are held whole, arrays are the longest by far. */
  private static final int LONGEST_HELD = 64 * 1024 * 1024;

  private final RowSyntax syntax;
  private final String table;
  private final List<String> columns;
  private final List<ValueForm> forms;

  private ValueForm form;
  private int index;
  private int remaining;
  private int prefix;
  private byte[] held;
  private int heldLength;
  private long rows;

  RowText(RowSyntax syntax, String table, List<String> columns, List<ValueForm> forms) {
    this.syntax = syntax;
    this.table = table;
    this.columns = columns;
    this.forms = forms;
  }

  /** Complete rows so far. */
  long rows() {
    return rows;
  }

  @Override
  public void rowStarted() {
    syntax.rowStarts();
  }

  @Override
  public void fieldStarted(int fieldIndex, int length) {
    if (fieldIndex > 0) {
      syntax.separator();
    }
    if (length == -1) {
      syntax.nullValue();
      return;
    }
    index = fieldIndex;
    form = forms.get(fieldIndex);
    remaining = length;
    switch (form) {
      case ValueForm.Text text -> {
        prefix = text.prefix();
        syntax.quote();
      }
      case ValueForm.Bytea bytea -> syntax.byteaStarts();
      case ValueForm.Held whole -> hold(length);
    }
    if (length == 0) {
      endField();
    }
  }

  private void hold(int length) {
    if (length > LONGEST_HELD) {
      throw malformed("it is " + length + " bytes long");
    }
    held = new byte[length];
    heldLength = 0;
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) {
    switch (form) {
      case ValueForm.Text text -> textBytes(bytes, offset, length);
      case ValueForm.Bytea bytea -> syntax.byteaPiece(bytes, offset, length);
      case ValueForm.Held whole -> {
        System.arraycopy(bytes, offset, held, heldLength, length);
        heldLength += length;
      }
    }
    remaining -= length;
    if (remaining == 0) {
      endField();
    }
  }

  private void textBytes(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; prefix > 0 && at < end; prefix--, at++) {
      if (bytes[at] != 1) {
        throw malformed("its version is " + bytes[at]);
      }
    }
    for (int i = at; i < end; i++) {
      if (bytes[i] == 0) {
        throw malformed("it has a zero byte, which text cannot have");
      }
    }
    syntax.textPiece(bytes, at, end - at);
  }

  private void endField() {
    switch (form) {
      case ValueForm.Text text -> {
        if (prefix > 0) {
          throw malformed("it is too short");
        }
        syntax.quote();
      }
      case ValueForm.Bytea bytea -> syntax.quote();
      case ValueForm.Held whole -> writeHeld(whole);
    }
  }

  private void writeHeld(ValueForm.Held whole) {
    String text;
    ByteBuffer value = ByteBuffer.wrap(held);
    try {
      text = whole.decoder().apply(value);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw malformed("it is too short");
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw malformed(e.getMessage());
    }
    if (value.hasRemaining()) {
      throw malformed("it is too long");
    }
    if (whole.bare()) {
      syntax.bare(text);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      syntax.quote();
      syntax.textPiece(bytes, 0, bytes.length);
      syntax.quote();
    }
  }

  @Override
  public void rowEnded() {
    syntax.rowEnds();
    rows++;
  }

  private BackupException malformed(String why) {
    return Failure.FORMAT_UNSUPPORTED.exception(
        "row %d of table \"%s\": the value of column \"%s\" cannot be written as text: %s"
            .formatted(rows + 1, table, columns.get(index), why),
        "`verify` tells whether the backup is damaged; pg_dump writes what export cannot.");
  }
}
