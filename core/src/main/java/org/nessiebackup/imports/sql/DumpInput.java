package org.nessiebackup.imports.sql;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.imports.value.RowBuffer;
import org.nessiebackup.segment.DamagedSegmentException;

/**
 * The bytes of a dump, with line numbers, a look at the next two bytes, and errors that name both.
 */
public final class DumpInput {
  /** What is read behind the last byte. */
  public static final int END = -1;

  private static final int BUFFER = 256 * 1024;

  private final InputStream in;
  private final String file;
  private final WorkContext context;
  private final MessageDigest sha256 = Digests.sha256();
  private MessageDigest marked = Digests.sha256();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int limit;
  private int hashed;
  private boolean ended;
  private long line = 1;
  private int last = '\n';
  private long rows;
  private boolean crlf;

  public DumpInput(InputStream in, String file, WorkContext context) {
    this.in = in;
    this.file = file;
    this.context = context;
  }

  /** The next byte, which stays, or {@link #END}. */
  public int peek() {
    return at < limit || fill(1) ? buffer[at] & 0xFF : END;
  }

  /** The byte behind the next one, or {@link #END}. */
  public int peekSecond() {
    return at + 1 < limit || fill(2) ? buffer[at + 1] & 0xFF : END;
  }

  /** Takes the next byte, or {@link #END}. */
  public int read() {
    if (at == limit && !fill(1)) {
      return END;
    }
    int value = buffer[at++] & 0xFF;
    last = value;
    if (value == '\n') {
      line++;
    }
    return value;
  }

  /**
   * Takes bytes up to one of those that stop.
   *
   * @param stops by byte value; a line feed is always among them, so that lines are counted
   * @param target gets the bytes; null to drop them
   */
  public void readUntil(boolean[] stops, RowBuffer target) {
    while (at < limit || fill(1)) {
      int from = at;
      int end = limit;
      int position = from;
      while (position < end && !stops[buffer[position] & 0xFF]) {
        position++;
      }
      at = position;
      if (target != null) {
        target.append(buffer, from, position - from);
      }
      if (position < end) {
        return;
      }
    }
  }

  /** Stops for {@link #readUntil}: a line feed and these. */
  public static boolean[] stops(String others) {
    boolean[] stops = new boolean[256];
    stops['\n'] = true;
    others.chars().forEach(each -> stops[each] = true);
    return stops;
  }

  /** The line of the next byte, from 1. */
  public long line() {
    return line;
  }

  /** How many lines there are; to be asked at the end. */
  public long lines() {
    return last == '\n' ? line - 1 : line;
  }

  /** Counts a row, for progress. */
  public void rowRead() {
    rows++;
  }

  /** Remembers that lines end as on Windows. */
  void sawWindowsLineEnd() {
    crlf = true;
  }

  /** Whether lines end as on Windows. */
  boolean windowsLineEnds() {
    return crlf;
  }

  /** Remembers the hash of all bytes taken so far, for {@link #hashBeforeLine}. */
  void markLine() {
    hash(at);
    try {
      marked = (MessageDigest) sha256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java cannot hash in steps", e);
    }
  }

  /** SHA-256 of all bytes before the last {@link #markLine}. */
  public String hashBeforeLine() {
    return Digests.hex(marked);
  }

  /** What to throw about something at the current line. */
  public BackupException refused(String what) {
    return refused(line, what);
  }

  /** What to throw about something at a line. */
  public BackupException refused(long atLine, String what) {
    return refused(
        atLine,
        what,
        "Nothing was imported. Make the dump with plain `pg_dump -n SCHEMA` and leave it as it"
            + " is.");
  }

  /** The same with advice of its own. */
  public BackupException refused(long atLine, String what, String hint) {
    return Failure.DUMP_NOT_UNDERSTOOD.exception(
        "line %d of \"%s\": %s".formatted(atLine, file, what.replaceAll("\\p{Cntrl}", "?")), hint);
  }

  /** What to throw where the dump ends too early. */
  public BackupException truncated(String within) {
    return Failure.DUMP_NOT_UNDERSTOOD.exception(
        "the dump \"%s\" is cut off: it ends in line %d, %s".formatted(file, line, within),
        "Nothing was imported. Use another copy of the dump.");
  }

  private boolean fill(int wanted) {
    if (ended) {
      return limit - at >= wanted;
    }
    context.cancellation().check();
    hash(at);
    System.arraycopy(buffer, at, buffer, 0, limit - at);
    limit -= at;
    at = 0;
    hashed = 0;
    while (limit < wanted && !ended) {
      int read = readPiece();
      if (read < 0) {
        ended = true;
      } else {
        limit += read;
        context.progress().advanced(rows, read);
        rows = 0;
      }
    }
    return limit >= wanted;
  }

  private int readPiece() {
    try {
      return in.read(buffer, limit, buffer.length - limit);
    } catch (DamagedSegmentException | EOFException e) {
      throw Failure.DUMP_NOT_UNDERSTOOD.exception(
          "the dump \"%s\" is damaged or cut off behind line %d: %s"
              .formatted(file, line, e.getMessage()),
          "Nothing was imported. Use another copy of the dump.",
          e);
    } catch (IOException e) {
      throw Failure.STORE.exception(
          "cannot read the dump \"%s\" behind line %d: %s".formatted(file, line, e.getMessage()),
          null,
          e);
    }
  }

  private void hash(int end) {
    sha256.update(buffer, hashed, end - hashed);
    hashed = end;
  }
}
