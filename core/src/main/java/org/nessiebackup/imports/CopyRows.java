package org.nessiebackup.imports;

import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Escape;
import org.nessiebackup.imports.value.RowBuffer;

/** Reads the lines behind {@code COPY … FROM stdin;}. To be made at the semicolon. */
record CopyRows(DumpInput input) {
  private static final boolean[] STOPS = DumpInput.stops("\t\\\r");
  private static final boolean[] LINE_END = DumpInput.stops("");

  /** Reads all rows and the line that ends them. */
  void read(RowEncoder rows) {
    startOfRows();
    while (!atEnd()) {
      rows.startRow();
      readRow(rows);
      rows.endRow();
    }
  }

  /** Passes over all rows and the line that ends them. */
  void skip() {
    startOfRows();
    while (!atEnd()) {
      input.readUntil(LINE_END, null);
      if (input.read() == DumpInput.END) {
        throw cutOff();
      }
    }
  }

  private void startOfRows() {
    while (input.peek() != '\n') {
      int value = input.read();
      if (value == DumpInput.END) {
        throw cutOff();
      }
      if (value != ' ' && value != '\t' && value != '\r') {
        throw input.refused("something stands behind the semicolon of a COPY");
      }
    }
    input.read();
  }

  /** Takes {@code \.} and its line end if it is there. */
  private boolean atEnd() {
    if (input.peek() == DumpInput.END) {
      throw cutOff();
    }
    if (input.peek() != '\\' || input.peekSecond() != '.') {
      return false;
    }
    input.read();
    input.read();
    if (input.peek() == '\r') {
      input.read();
    }
    if (input.peek() != '\n' && input.peek() != DumpInput.END) {
      throw input.refused("something stands behind the \"\\.\" that ends the rows of a COPY");
    }
    return true;
  }

  private void readRow(RowEncoder rows) {
    boolean more = true;
    while (more) {
      RowBuffer value = rows.startValue();
      if (input.peek() == '\\' && input.peekSecond() == 'N') {
        more = nullOrName(rows, value);
      } else {
        more = readValue(rows, value);
      }
    }
  }

  /** {@code \N} alone is NULL; with anything behind it, it is an N. */
  private boolean nullOrName(RowEncoder rows, RowBuffer value) {
    input.read();
    input.read();
    int next = input.peek();
    if (next == '\t' || next == '\n' || next == '\r') {
      rows.endNull();
      input.read();
      return next == '\t' || lineFeed(next);
    }
    value.octet('N');
    return readValue(rows, value);
  }

  /** Takes the line feed behind a carriage return, and is false as the row ends. */
  private boolean lineFeed(int value) {
    if (value == '\r' && input.read() != '\n') {
      throw input.refused("a carriage return inside a row of a COPY");
    }
    return false;
  }

  private boolean readValue(RowEncoder rows, RowBuffer value) {
    while (true) {
      input.readUntil(STOPS, value);
      int stop = input.read();
      switch (stop) {
        case '\t' -> {
          rows.endValue();
          return true;
        }
        case '\n', '\r' -> {
          rows.endValue();
          return lineFeed(stop);
        }
        case '\\' -> {
          if (input.peek() == '.') {
            throw input.refused("\"\\.\" inside a row of a COPY");
          }
          value.octet(Escape.ofCopy(input));
        }
        default -> throw cutOff();
      }
    }
  }

  private org.nessiebackup.BackupException cutOff() {
    return input.truncated("inside the rows of a COPY");
  }
}
