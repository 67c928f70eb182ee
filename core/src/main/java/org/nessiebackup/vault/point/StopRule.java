package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/** Where a replay ends. */
sealed interface StopRule {
  /** Whether it ends before a transaction; asked for one after the other until that is so. */
  boolean before(JournalFile.Transaction transaction);

  /** Whether it ends with a file at the latest, whatever follows. */
  boolean reached(JournalFile.Span span);

  /** Where it ends if none of the files says so; absent if one has to. */
  Optional<Lsn> end();

  /** The moment that is asked for; absent if it is none. */
  Optional<Instant> moment();

  /**
   * At a moment, by PostgreSQL's own rule: before the first transaction whose time is later,
   * although one behind it may have an earlier time.
   *
   * @param exclusive before the first whose time is not earlier
   * @param end where the journal ends, if nothing was committed behind that until then
   */
  record AtMoment(Instant at, boolean exclusive, Optional<Lsn> end) implements StopRule {
    @Override
    public boolean before(JournalFile.Transaction transaction) {
      return isBehind(transaction.at());
    }

    @Override
    public boolean reached(JournalFile.Span span) {
      return isBehind(span.reachedAt());
    }

    private boolean isBehind(Instant moment) {
      return exclusive ? !moment.isBefore(at) : moment.isAfter(at);
    }

    @Override
    public Optional<Instant> moment() {
      return Optional.of(at);
    }
  }

  /** At a position: before the first transaction whose commit is at it or behind. */
  record AtPosition(Lsn bound) implements StopRule {
    /** That of somebody who names a position. */
    static AtPosition of(Lsn position, boolean exclusive) {
      return new AtPosition(exclusive ? position : new Lsn(position.value() + 1));
    }

    @Override
    public boolean before(JournalFile.Transaction transaction) {
      return transaction.commit().compareTo(bound) >= 0;
    }

    @Override
    public boolean reached(JournalFile.Span span) {
      return span.to().compareTo(bound) >= 0;
    }

    @Override
    public Optional<Lsn> end() {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> moment() {
      return Optional.empty();
    }
  }
}
