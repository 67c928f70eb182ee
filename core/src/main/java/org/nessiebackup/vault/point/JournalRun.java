package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.journal.StoredEpoch;

/** A stretch of a journal without a gap: epochs of the same tables that follow on each other. */
final class JournalRun {
  /** So many files are read at a time, the last of them twice, to see that the next one follows. */
  private static final int AT_A_TIME = 100;

  private final Journals journals;
  private final List<StoredEpoch.Usable> epochs;
  private Optional<Reach> reach = Optional.empty();

  /**
   * One of these epochs.
   *
   * @param epochs at least one, the oldest first
   */
  private JournalRun(Journals journals, List<StoredEpoch.Usable> epochs) {
    this.journals = journals;
    this.epochs = List.copyOf(epochs);
  }

  /** All there are, the oldest first; what cannot be used is a gap. */
  static List<JournalRun> all(Journals journals) {
    List<JournalRun> runs = new ArrayList<>();
    List<StoredEpoch.Usable> run = new ArrayList<>();
    for (StoredEpoch stored : journals.epochs()) {
      Optional<StoredEpoch.Usable> epoch =
          switch (stored) {
            case StoredEpoch.Usable usable -> Optional.of(usable);
            case StoredEpoch.Unusable unusable -> Optional.empty();
          };
      if (!run.isEmpty()
          && epoch.filter(each -> follows(journals, run.getLast(), each)).isEmpty()) {
        runs.add(new JournalRun(journals, run));
        run.clear();
      }
      epoch.ifPresent(run::add);
    }
    if (!run.isEmpty()) {
      runs.add(new JournalRun(journals, run));
    }
    return runs;
  }

  private static boolean follows(
      Journals journals, StoredEpoch.Usable before, StoredEpoch.Usable epoch) {
    Optional<JournalEpoch.Before> said = epoch.document().follows();
    if (said.filter(each -> each.epoch().equals(before.id())).isEmpty()
        || !sameTables(before.document(), epoch.document())) {
      return false;
    }
    return journals
        .files(before)
        .reach()
        .filter(last -> said.equals(Optional.of(last.asBefore())))
        .filter(last -> last.span().to().equals(epoch.document().start()))
        .isPresent();
  }

  private static boolean sameTables(JournalEpoch one, JournalEpoch other) {
    CatalogPlace here = one.source();
    CatalogPlace there = other.source();
    return here.systemIdentifier().equals(there.systemIdentifier())
        && here.timeline() == there.timeline()
        && here.databaseOid() == there.databaseOid()
        && one.references().equals(other.references())
        && one.objects().equals(other.objects());
  }

  /** The first of its epochs, which is of the same server and tables as all others. */
  JournalEpoch first() {
    return epochs.getFirst().document();
  }

  /** Its epochs, the oldest first. */
  List<StoredEpoch.Usable> epochs() {
    return epochs;
  }

  /** The files of one of them. */
  JournalFiles files(int place) {
    return journals.files(epochs.get(place));
  }

  /**
   * How far it goes.
   *
   * @param to every transaction whose commit begins before it is there
   * @param at what was committed before this moment is there
   * @param end why nothing follows; absent if something may
   */
  record Reach(Lsn to, Instant at, Optional<JournalFile.End> end) {}

  /** How far it went when this was first asked; by the last file alone. */
  Reach reach() {
    if (reach.isEmpty()) {
      reach = Optional.of(readReach());
    }
    return reach.get();
  }

  private Reach readReach() {
    for (StoredEpoch.Usable epoch : epochs.reversed()) {
      Optional<JournalFiles.Last> last = journals.files(epoch).reach();
      if (last.isPresent()) {
        JournalFile.Span span = last.get().span();
        return new Reach(span.to(), span.reachedAt(), last.get().end());
      }
    }
    return new Reach(first().start(), first().begunAt(), Optional.empty());
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
    Optional<JournalFile> from = files.find(file -> file.span().to().compareTo(bound) > 0);
    walk(
        place,
        from.map(JournalFile::number).orElse(files.last() + 1),
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
      JournalFiles files = journals.files(epoch);
      long next = from;
      boolean[] more = {true};
      while (next <= files.last() && more[0]) {
        long wanted = next;
        long last = Math.min(files.last(), next + AT_A_TIME);
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
