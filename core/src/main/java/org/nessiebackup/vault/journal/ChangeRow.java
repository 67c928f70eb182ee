package org.nessiebackup.vault.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;

/**
 * What a transaction has changed in a row.
 *
 * @param transaction the transaction
 * @param seq which of its changes it is, from 1
 * @param operation what was done
 * @param table in which table
 * @param unchanged bit <em>n</em>, from 0: column <em>n</em> of the table has the value it had,
 *     which is not here; only for an update
 * @param fields the columns of the table in their order, as COPY has them; null for NULL and for
 *     what is not here. None of a table that was truncated
 */
public record ChangeRow(
    Transaction transaction,
    long seq,
    Operation operation,
    Table table,
    long unchanged,
    List<byte[]> fields) {
  /** Refuses impossible numbers. */
  public ChangeRow {
    fields = Collections.unmodifiableList(new ArrayList<>(fields));
    boolean possible =
        seq >= 1
            && (unchanged == 0 || operation == Operation.UPDATED)
            && (fields.isEmpty() == (operation == Operation.TRUNCATED));
    if (!possible) {
      throw new IllegalArgumentException("a change of a row has impossible numbers");
    }
  }

  /** The position of the commit. */
  public Lsn commit() {
    return transaction.commit();
  }

  /** Whether a column has the value it had, which is not here. */
  public boolean isUnchanged(int column) {
    return column < Long.SIZE && (unchanged >>> column & 1) == 1;
  }

  /** What was done to a row. */
  public enum Operation {
    INSERTED('I'),
    UPDATED('U'),
    DELETED('D'),
    /** All rows of the table are gone. */
    TRUNCATED('T');

    private final char code;

    Operation(char code) {
      this.code = code;
    }

    byte code() {
      return (byte) code;
    }

    static Optional<Operation> of(byte code) {
      return Arrays.stream(values()).filter(each -> each.code() == code).findFirst();
    }
  }

  /** The tables of a catalog. */
  public enum Table {
    REFERENCES('r'),
    OBJECTS('o');

    private final char code;

    Table(char code) {
      this.code = code;
    }

    byte code() {
      return (byte) code;
    }

    static Optional<Table> of(byte code) {
      return Arrays.stream(values()).filter(each -> each.code() == code).findFirst();
    }
  }

  /**
   * A transaction, as the server tells it.
   *
   * @param commit the position of its commit
   * @param committedAt when it was committed, by the server's clock: microseconds since the year
   *     2000, as PostgreSQL sends it
   * @param xid the lower 32 bits of its number
   */
  public record Transaction(Lsn commit, long committedAt, long xid) {
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /** Refuses an impossible number. */
    public Transaction {
      if (xid < 0 || xid > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("a transaction has an impossible number");
      }
    }

    /** When it was committed, by the server's clock. */
    public Instant at() {
      return EPOCH.plus(committedAt, ChronoUnit.MICROS);
    }
  }
}
