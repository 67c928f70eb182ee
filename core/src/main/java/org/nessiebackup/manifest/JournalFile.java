package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;

/**
 * A file of a journal: what the transactions of a stretch have changed. It exists once this
 * document does, and holds its rows itself. There may be one each second, so it does not repeat
 * what the epoch says.
 *
 * @param place which it is of those of its epoch
 * @param protection who can read it
 * @param span how far the journal goes with it
 * @param transactions those that are complete with it, in the order of their commits
 * @param marks points that somebody has named
 * @param rows what was changed; absent if nothing was
 * @param unfinished the transaction whose rows are here in part; absent if none is
 * @param end why nothing follows in this epoch; absent if something may
 */
public record JournalFile(
    @JsonUnwrapped Place place,
    @JsonUnwrapped Protection protection,
    @JsonUnwrapped Span span,
    List<Transaction> transactions,
    List<Mark> marks,
    Optional<JournalRows> rows,
    Optional<Unfinished> unfinished,
    Optional<End> end)
    implements Document {
  /** Refuses what is not in order, or beyond the span, and rows without a beginning. */
  public JournalFile {
    transactions = List.copyOf(transactions);
    marks = List.copyOf(marks);
    checkOrder(transactions, span);
    if (unfinished.filter(each -> each.commit().compareTo(span.to()) < 0).isPresent()) {
      throw new IllegalArgumentException("a journal goes beyond a transaction it has not all of");
    }
    if (rows.flatMap(JournalRows::dictionary)
        .filter(range -> range.last() >= place.number())
        .isPresent()) {
      throw new IllegalArgumentException("a file of a journal is compressed with what follows it");
    }
  }

  private static void checkOrder(List<Transaction> transactions, Span span) {
    Optional<Lsn> before = Optional.empty();
    for (Transaction each : transactions) {
      Lsn commit = each.commit();
      if (commit.compareTo(span.from()) < 0
          || commit.compareTo(span.to()) >= 0
          || before.filter(last -> commit.compareTo(last) <= 0).isPresent()) {
        throw new IllegalArgumentException("transactions of a journal are not in their order");
      }
      before = Optional.of(commit);
    }
  }

  /** Its number in its epoch, from 1. */
  public long number() {
    return place.number();
  }

  /**
   * Where a file stands.
   *
   * @param epoch its epoch
   * @param number from 1, without a gap
   * @param previousSha256 the checksum that the file before has of itself; of the first file, that
   *     of the epoch's document
   */
  public record Place(EpochId epoch, long number, String previousSha256) {
    /** Greater numbers have no name. */
    public static final long LAST = 999_999_999_999L;

    /** Refuses impossible numbers. */
    public Place {
      if (number < 1 || number > LAST) {
        throw new IllegalArgumentException("a file of a journal has an impossible place");
      }
    }
  }

  /**
   * A stretch of the journal.
   *
   * @param from where the file before ends
   * @param to every transaction whose commit begins before it is complete with this file
   * @param reachedAt what was committed before this moment, by the server's clock, is before the
   *     end
   */
  public record Span(Lsn from, Lsn to, Instant reachedAt) {
    /** Refuses to go back. */
    public Span {
      if (to.compareTo(from) < 0) {
        throw new IllegalArgumentException("a file of a journal ends before it begins");
      }
    }
  }

  /**
   * A transaction.
   *
   * @param commit the position of its commit
   * @param at when it was committed, by the server's clock
   * @param xid the lower 32 bits of its number
   * @param rows how many rows it has changed
   */
  public record Transaction(Lsn commit, Instant at, long xid, long rows) {
    /** Refuses impossible numbers. */
    public Transaction {
      if (xid < 0 || xid > 0xFFFF_FFFFL || rows < 0) {
        throw new IllegalArgumentException("a transaction has impossible numbers");
      }
    }
  }

  /**
   * A point that somebody has named.
   *
   * @param name what it was called
   * @param commit the transaction that names it
   */
  public record Mark(String name, Lsn commit) {
    /** Names are not longer, in characters. */
    public static final int LONGEST = 200;

    /** Refuses a name that is none, or would upset a terminal. */
    public Mark {
      if (name.isEmpty()
          || name.length() > LONGEST
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a point of a journal has an impossible name");
      }
    }
  }

  /**
   * A transaction of which other files have the rest.
   *
   * @param commit the position of its commit
   * @param seq its last change that is here, or in a file before
   */
  public record Unfinished(Lsn commit, long seq) {
    /** Refuses an impossible number. */
    public Unfinished {
      if (seq < 1) {
        throw new IllegalArgumentException("a transaction has impossible numbers");
      }
    }
  }

  /**
   * Why an epoch ends.
   *
   * @param reason for programs; a word that this version does not know is one it does not know more
   *     of
   * @param text for people
   */
  public record End(String reason, String text) {
    /** Another epoch follows without a gap. */
    public static final String CONTINUED = "continued";

    /** Somebody wanted no journal any more. */
    public static final String STOPPED = "stopped";
  }
}
