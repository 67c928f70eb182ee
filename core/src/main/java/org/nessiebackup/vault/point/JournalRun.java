package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.FileSearch;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.journal.StoredEpoch;

/** A stretch of a journal without a gap: epochs of the same tables that follow on each other. */
final class JournalRun {
  /** So many files are read at a time, the last of them twice, to see that the next one follows. */
  private static final int AT_A_TIME = 100;

  /** Of so many epochs it is held what a listing has shown: 10,000 names each. */
  private static final int MOST_LISTED = 3;

  private final Journals journals;
  private final List<StoredEpoch.Usable> epochs;
  private final boolean cut;
  private final Optional<Damage> behind;
  private final Map<EpochId, JournalFiles> listed = new LinkedHashMap<>();
  private Optional<Reach> reach = Optional.empty();

  /**
   * One of these epochs.
   *
   * @param epochs at least one, the oldest first
   * @param cut whether the first of them follows on one that is there, but damaged
   * @param behind why epochs that come next cannot be used; absent if there are none
   */
  JournalRun(
      Journals journals, List<StoredEpoch.Usable> epochs, boolean cut, Optional<Damage> behind) {
    this.journals = journals;
    this.epochs = List.copyOf(epochs);
    this.cut = cut;
    this.behind = behind;
  }

  /** All there are, the oldest first; what cannot be used is a gap. */
  static List<JournalRun> all(Journals journals) {
    return JournalRuns.of(journals).all();
  }

  /** The first of its epochs, which is of the same server and tables as all others. */
  JournalEpoch first() {
    return epochs.getFirst().document();
  }

  /** Whether what comes right before it was there, and cannot be used any more. */
  boolean isCut() {
    return cut;
  }

  /** Its epochs, the oldest first. */
  List<StoredEpoch.Usable> epochs() {
    return epochs;
  }

  /** The files of one of them. */
  JournalFiles files(int place) {
    return files(epochs.get(place));
  }

  /** Those there were when they were first asked for: that does not change while one asks. */
  private JournalFiles files(StoredEpoch.Usable epoch) {
    JournalFiles files = listed.remove(epoch.id());
    if (files == null) {
      files = journals.files(epoch);
    }
    listed.put(epoch.id(), files);
    if (listed.size() > MOST_LISTED) {
      listed.remove(listed.keySet().iterator().next());
    }
    return files;
  }

  /**
   * How far it goes.
   *
   * @param to every transaction whose commit begins before it is there
   * @param at what was committed before this moment is there
   * @param end why nothing follows; absent if something may
   * @param damage why files behind that cannot be used; absent if there are none
   */
  record Reach(Lsn to, Instant at, Optional<JournalFile.End> end, Optional<Damage> damage) {}

  /**
   * Files at the end, or epochs behind it, cannot be used.
   *
   * @param reason why
   * @param written when the last of them was stored, by the store's clock
   */
  record Damage(BackupException reason, Instant written) {
    /** The same, if something else was stored later. */
    Damage until(Instant other) {
      return other.isAfter(written) ? new Damage(reason, other) : this;
    }
  }

  /** How far it went when this was first asked; by the last file that can be used. */
  Reach reach() {
    if (reach.isEmpty()) {
      reach = Optional.of(readReach());
    }
    return reach.get();
  }

  private Reach readReach() {
    Reach reach = ownReach();
    Optional<Damage> damage =
        reach
            .damage()
            .map(own -> behind.map(Damage::written).map(own::until).orElse(own))
            .or(() -> behind);
    return new Reach(reach.to(), reach.at(), reach.end(), damage);
  }

  private Reach ownReach() {
    Optional<Damage> damage = Optional.empty();
    for (StoredEpoch.Usable epoch : epochs.reversed()) {
      JournalFiles.Tail tail = files(epoch).tail();
      damage =
          damage.or(
              () -> tail.damage().map(reason -> new Damage(reason, tail.newest().orElseThrow())));
      if (tail.last().isPresent()) {
        JournalFile.Span span = tail.last().get().span();
        return new Reach(span.to(), span.reachedAt(), tail.last().get().end(), damage);
      }
    }
    return new Reach(first().start(), first().begunAt(), Optional.empty(), damage);
  }

  /** The number of the last file of an epoch that counts: only the end of all may be damaged. */
  private long last(JournalFiles files) {
    return files.epoch().equals(epochs.getLast()) ? files.tail().number() : files.last();
  }

  /**
   * The first file of an epoch that is wanted.
   *
   * @return the number behind the last one that counts, if there is none
   * @throws BackupException as {@link JournalFiles#find}
   */
  long find(JournalFiles files, FileSearch wanted, ToLongFunction<JournalFile> number) {
    long last = last(files);
    return files.find(last, wanted).map(number::applyAsLong).orElse(last + 1);
  }

  /** Times within it of which files are missing, as listings say; oldest first. */
  List<JournalGap> holes() {
    return epochs.stream()
        .map(this::files)
        .flatMap(files -> JournalHoles.of(files, last(files)).stream())
        .toList();
  }

  /** The place of the epoch in which a position lies, if that is not behind the start. */
  int epochOf(Lsn position) {
    return IntStream.range(1, epochs.size())
            .filter(place -> epochs.get(place).document().start().compareTo(position) > 0)
            .findFirst()
            .orElse(epochs.size())
        - 1;
  }

  /** Takes files, and says whether more are wanted. */
  @FunctionalInterface
  interface FileWalk {
    boolean accept(StoredEpoch.Usable epoch, JournalFile file);
  }

  /**
   * Where a replay to a position ends at the latest: before the first transaction that is at it or
   * behind, or where the files end.
   *
   * @return absent if the position is not in this run
   */
  Optional<Lsn> endOf(Lsn bound) {
    if (bound.compareTo(first().start()) < 0 || bound.compareTo(reach().to()) > 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(next(bound).orElseGet(() -> reach().to()));
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      // It is there or behind; what is before it may be whole all the same.
      return Optional.of(bound);
    }
  }

  /** The first transaction that is at a position or behind; absent if there is none yet. */
  private Optional<Lsn> next(Lsn bound) {
    AtomicReference<Optional<Lsn>> found = new AtomicReference<>(Optional.empty());
    int place = epochOf(bound);
    JournalFiles files = files(place);
    walk(
        place,
        find(files, FileSearch.beyond(bound), JournalFile::number),
        (epoch, file) -> {
          Optional<Lsn> next =
              file.transactions().stream()
                  .map(JournalFile.Transaction::commit)
                  .filter(commit -> commit.compareTo(bound) >= 0)
                  .findFirst();
          found.set(next);
          return next.isEmpty();
        });
    return found.get();
  }

  /**
   * Reads files in order.
   *
   * @param place of the first epoch
   * @param number of the first file in it
   */
  void walk(int place, long number, FileWalk walk) {
    long from = number;
    for (StoredEpoch.Usable epoch : epochs.subList(place, epochs.size())) {
      JournalFiles files = files(epoch);
      long next = from;
      long end = last(files);
      boolean[] more = {true};
      while (next <= end && more[0]) {
        long wanted = next;
        long last = Math.min(end, next + AT_A_TIME);
        files.read(
            Math.max(1, next - (next == from ? 0 : 1)),
            last,
            file -> more[0] = more[0] && (file.number() < wanted || walk.accept(epoch, file)));
        next = last + 1;
      }
      if (!more[0]) {
        return;
      }
      from = 1;
    }
  }
}
