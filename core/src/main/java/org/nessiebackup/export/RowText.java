package org.nessiebackup.export;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.segment.RowListener;

/**
 * Turns rows from COPY binary into SQL while they arrive. Text and bytea values leave in pieces,
 * however long they are.
 */
final class RowText implements RowListener {
  /** Of the values that are held whole, arrays are the longest by far. */
  private static final int LONGEST_HELD = 64 * 1024 * 1024;

  private final DumpText out;
  private final String insert;
  private final boolean inserts;
  private final TableShape table;
  private final List<ValueForm> forms;
  private ValueForm form;
  private int index;
  private int remaining;
  private int prefix;
  private byte[] held;
  private int heldLength;
  private long rows;

  /**
   * For one table.
   *
   * @param insert how an INSERT for each row begins, whose strings are those of {@code
   *     standard_conforming_strings = on}; empty for rows in COPY's text format, as described under
   *     "Text Format" in the reference page of COPY
   */
  RowText(DumpText out, String insert, TableShape table, List<ValueForm> forms) {
    this.out = out;
    this.insert = insert;
    this.inserts = !insert.isEmpty();
    this.table = table;
    this.forms = forms;
  }

  /** Complete rows so far. */
  long rows() {
    return rows;
  }

  @Override
  public void rowStarted() {
    out.text(insert);
  }

  @Override
  public void fieldStarted(int fieldIndex, int length) {
    if (fieldIndex > 0) {
      out.ascii(inserts ? ", " : "\t");
    }
    if (length == -1) {
      out.ascii(inserts ? "NULL" : "\\N");
      return;
    }
    index = fieldIndex;
    form = forms.get(fieldIndex);
    remaining = length;
    switch (form) {
      case ValueForm.Text text -> {
        prefix = text.prefix();
        quote();
      }
      case ValueForm.Bytea bytea -> {
        quote();
        out.ascii(inserts ? "\\x" : "\\\\x");
      }
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
      case ValueForm.Bytea bytea -> out.hex(bytes, offset, length);
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
    escape(bytes, at, end);
  }

  private void endField() {
    switch (form) {
      case ValueForm.Text text -> {
        if (prefix > 0) {
          throw malformed("it is too short");
        }
        quote();
      }
      case ValueForm.Bytea bytea -> quote();
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
      out.text(text);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      quote();
      escape(bytes, 0, bytes.length);
      quote();
    }
  }

  /** Before and behind what is no number and no boolean. */
  private void quote() {
    out.ascii(inserts ? "'" : "");
  }

  /** A piece of text in UTF-8; never contains zero bytes, which PostgreSQL's text cannot have. */
  private void escape(byte[] bytes, int offset, int end) {
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

  @Override
  public void rowEnded() {
    out.ascii(inserts ? ");\n" : "\n");
    rows++;
  }

  private BackupException malformed(String why) {
    return Failure.FORMAT_UNSUPPORTED.exception(
        "row %d of table \"%s\": the value of column \"%s\" cannot be written as text: %s"
            .formatted(rows + 1, table.name(), table.columnNames().get(index), why),
        "`verify` tells whether the backup is damaged; pg_dump writes what export cannot.");
  }
}
