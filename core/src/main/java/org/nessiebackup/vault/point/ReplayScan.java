package org.nessiebackup.vault.point;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * Walks over the files of a run, from a base to where a replay ends, and a little further, to say
 * what is there. Reads what they say in the clear, not their rows.
 */
final class ReplayScan implements JournalRun.FileWalk {
  /** Transactions within this time of the end are told. */
  private static final Duration NEAR = Duration.ofSeconds(1);

  /** So many of them, of those before and of those behind. */
  private static final int MOST_NEAR = 20;

  /** So many files behind the end are read to count what is in them. */
  private static final int MOST_BEHIND = 600;

  private final VisibleTransactions seen;
  private final StopRule rule;
  private final Deque<JournalFile.Transaction> before = new ArrayDeque<>();
  private final List<JournalFile.Transaction> behind = new ArrayList<>();
  private final List<Place> needed = new ArrayList<>();
  private Optional<Lsn> stop = Optional.empty();
  private Optional<JournalFile.Transaction> last = Optional.empty();
  private Optional<JournalFile.Transaction> next = Optional.empty();
  private Optional<Place> unfinishedSince = Optional.empty();
  private long transactions;
  private long rows;
  private long lost;
  private int filesBehind;
  private boolean all = true;

  /**
   * A file.
   *
   * @param to where it ends
   */
  record Place(StoredEpoch.Usable epoch, long number, Lsn to) {}

  ReplayScan(VisibleTransactions seen, StopRule rule) {
    this.seen = seen;
    this.rule = rule;
  }

  @Override
  public boolean accept(StoredEpoch.Usable epoch, JournalFile file) {
    Place place = new Place(epoch, file.number(), file.span().to());
    if (file.unfinished().isPresent() && unfinishedSince.isEmpty()) {
      unfinishedSince = Optional.of(place);
    }
    for (JournalFile.Transaction each : file.transactions()) {
      take(each, place);
    }
    if (file.unfinished().isEmpty()) {
      unfinishedSince = Optional.empty();
    } else if (!file.transactions().isEmpty()) {
      unfinishedSince = Optional.of(place);
    }
    if (stop.isEmpty() && rule.reached(file.span())) {
      stop = Optional.of(file.span().to());
    }
    if (stop.isPresent() && ++filesBehind > MOST_BEHIND) {
      all = false;
      return false;
    }
    return true;
  }

  /** All files were read; by then it ends where the rule says, if it says so. */
  void finish() {
    if (stop.isEmpty()) {
      stop = rule.end();
    }
  }

  /** What follows is not known. */
  void cut() {
    all = false;
  }

  private void take(JournalFile.Transaction each, Place place) {
    boolean applied = !seen.sees(each.xid());
    if (stop.isEmpty() && applied && rule.before(each)) {
      stop = Optional.of(each.commit());
      next = Optional.of(each);
    }
    if (stop.isEmpty()) {
      remember(each);
      if (applied) {
        apply(each, place);
      }
    } else if (each.commit().compareTo(stop.get()) >= 0) {
      if (next.isEmpty()) {
        next = Optional.of(each);
      }
      lost++;
      if (behind.size() < MOST_NEAR && isNear(each)) {
        behind.add(each);
      }
    }
  }

  private void apply(JournalFile.Transaction each, Place place) {
    transactions++;
    rows += each.rows();
    last = Optional.of(each);
    unfinishedSince.ifPresent(this::need);
    need(place);
  }

  private void need(Place place) {
    if (needed.isEmpty() || !isIn(needed.getLast(), place.epoch().id())) {
      needed.add(place);
      needed.add(place);
    } else {
      needed.set(needed.size() - 1, place);
    }
  }

  private static boolean isIn(Place place, EpochId epoch) {
    return place.epoch().id().equals(epoch);
  }

  private void remember(JournalFile.Transaction each) {
    before.addLast(each);
    if (before.size() > MOST_NEAR) {
      before.removeFirst();
    }
  }

  private boolean isNear(JournalFile.Transaction each) {
    return centre()
        .filter(at -> Duration.between(at, each.at()).abs().compareTo(NEAR) <= 0)
        .isPresent();
  }

  private Optional<Instant> centre() {
    return rule.moment().or(() -> last.map(JournalFile.Transaction::at));
  }

  /** Where the replay ends; absent if the run does not go so far. */
  Optional<Lsn> stop() {
    return stop;
  }

  /** What is to be applied. */
  Replay replay() {
    List<Replay.Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < needed.size(); i += 2) {
      Place until = needed.get(i + 1);
      stretches.add(
          new Replay.Stretch(until.epoch(), needed.get(i).number(), until.number(), until.to()));
    }
    return new Replay(stretches, seen, stop.orElseThrow(), Optional.empty());
  }

  /** What there is to say of it. */
  ReplaySummary summary(List<NoBase> others) {
    List<JournalFile.Transaction> near =
        new ArrayList<>(before.stream().filter(this::isNear).toList());
    near.addAll(behind);
    return new ReplaySummary(
        transactions, rows, last, near, new ReplaySummary.Behind(next, lost, all), others);
  }
}
