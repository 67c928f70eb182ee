package org.nessiebackup.journal;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;

/**
 * How far the journal goes. A position of the server's log that was asked for a moment ago, and has
 * been received since, says that there was nothing else up to then: so time passes in the journal
 * though nobody commits.
 */
final class Reach {
  private Lsn to;
  private Instant reachedAt;
  private Instant told;
  private Optional<ServerWatch.Look> asked = Optional.empty();
  private Optional<ServerWatch.Look> passed = Optional.empty();

  /** Somebody wants to know how far it goes, and the look that is asked for may be too early. */
  private boolean question;

  /** The look that is asked for is of after a question. */
  private boolean answers;

  /** A file is to say how far it goes. */
  private boolean answered;

  /**
   * As the vault says.
   *
   * @param to where its last file ends
   * @param reachedAt what was committed before this moment is before that
   */
  Reach(Lsn to, Instant reachedAt) {
    this.to = to;
    this.reachedAt = reachedAt;
    this.told = reachedAt;
  }

  /**
   * The server has been looked at, and all was well. One that is still to be reached comes first.
   */
  void looked(ServerWatch.Look look) {
    if (asked.isEmpty()) {
      asked = Optional.of(look);
      answers = question;
      question = false;
    }
  }

  /** Somebody wants a file to say how far it goes by now. */
  void wanted() {
    question = true;
  }

  /** Whether one is to say so, since a look that is later than the question has been passed. */
  boolean isWanted() {
    return answered;
  }

  /**
   * The server has sent all up to a position; not in the middle of a transaction, of which the
   * commit may be before that.
   */
  void received(Lsn position) {
    if (asked.filter(each -> each.position().compareTo(position) <= 0).isPresent()) {
      passed = asked;
      asked = Optional.empty();
      answered = answered || answers;
      answers = false;
    }
  }

  /** Where a file ends that has what is complete up to here. */
  Lsn to(FileDraft draft) {
    Lsn end = max(to, draft.behind().orElse(to));
    return max(end, passed.map(ServerWatch.Look::position).orElse(end));
  }

  /** What was committed before this moment is before that end. */
  Instant reachedAt() {
    return passed.map(ServerWatch.Look::at).filter(at -> at.isAfter(reachedAt)).orElse(reachedAt);
  }

  /** A file ends there. */
  void cut(Lsn end, Instant at) {
    to = end;
    reachedAt = at;
    told = at;
    answered = false;
  }

  /**
   * How many bytes of the log the server may not forget until a file says that nothing was there.
   */
  long idleBytes() {
    return passed.map(look -> Math.max(0, look.position().minus(to))).orElse(0L);
  }

  /** Up to when there was nothing but what files have; absent if that was told before. */
  Optional<Instant> news() {
    if (!reachedAt().isAfter(told)) {
      return Optional.empty();
    }
    told = reachedAt();
    return Optional.of(told);
  }

  /** Whether a file could say that time has passed. */
  boolean hasMoved() {
    return reachedAt().isAfter(reachedAt);
  }

  private static Lsn max(Lsn one, Lsn other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
