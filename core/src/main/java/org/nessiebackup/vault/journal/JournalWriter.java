package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.segment.HeldSegment;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

/**
 * Writes the next files of an epoch, one after the other. After an exception of {@link #publish}
 * nobody knows whether that file is there: the epoch is to be resumed, with another writer. One
 * thread.
 */
public final class JournalWriter implements AutoCloseable {
  private final JournalRoom room;
  private final StoredEpoch.Usable epoch;
  private final FileHistory history = new FileHistory();
  private Reached reached;
  private JournalChanges changes;

  JournalWriter(JournalRoom room, StoredEpoch.Usable epoch, Reached reached) {
    this.room = room;
    this.epoch = epoch;
    this.reached = reached;
    this.changes = nextChanges();
  }

  /**
   * How far the files go.
   *
   * @param number of the last one; 0 if there are none
   * @param sha256 the checksum that the last one has of itself, or else the epoch's document
   * @param to every transaction whose commit begins before it is there
   * @param unfinished the transaction of which some rows are there, and which they are; absent if
   *     there is none
   */
  public record Reached(
      long number, String sha256, Lsn to, Optional<JournalFile.Unfinished> unfinished) {
    static Reached start(StoredEpoch.Usable epoch) {
      return new Reached(0, epoch.sha256(), epoch.document().start(), Optional.empty());
    }

    /** Whether a change is there already, which the server may send again after a crash. */
    public boolean has(Lsn commit, long seq) {
      return commit.compareTo(to) < 0
          || unfinished
              .filter(each -> each.commit().equals(commit) && seq <= each.seq())
              .isPresent();
    }
  }

  /** Whether files may still follow on each other. */
  public enum Standing {
    /** All is as it was. */
    GOOD,
    /** The epoch was removed, and files are of no use without it. */
    EPOCH_GONE,
    /** Somebody has changed who can read or sign from now on; the vault is to be opened again. */
    SETTINGS_CHANGED
  }

  /** Looks whether the vault is what it was. */
  public Standing standing() {
    try {
      if (!SmallObjects.exists(room.store(), Layout.epoch(epoch.id()))) {
        return Standing.EPOCH_GONE;
      }
      int known = room.keys().settings().current().number();
      return SmallObjects.exists(room.store(), Layout.settings(known + 1))
          ? Standing.SETTINGS_CHANGED
          : Standing.GOOD;
    } catch (IOException e) {
      throw room.failure(e, "cannot look at the vault");
    }
  }

  /** The epoch. */
  public StoredEpoch.Usable epoch() {
    return epoch;
  }

  /** How far the files go that are published. */
  public Reached reached() {
    return reached;
  }

  /** What an epoch says that follows this one without a gap; there must be a file. */
  public JournalEpoch.Before asBefore() {
    return new JournalEpoch.Before(epoch.id(), reached.sha256());
  }

  /** Takes the rows of the next file. */
  public JournalChanges changes() {
    return changes;
  }

  private JournalChanges nextChanges() {
    ChangeColumns columns = ChangeColumns.of(epoch.document());
    return new JournalChanges(
        columns,
        reached.unfinished(),
        () ->
            new HeldSegment(
                columns.fields(),
                new SegmentEncoder(room.keys().encoding().encryption(), history.rows()),
                FileHistory.LONGEST));
  }

  /**
   * Makes a file of the changes: the one step after which it is there.
   *
   * @param to every transaction whose commit begins before it is complete; the one it is not
   *     behind, if some of its rows were given, goes on in the next file
   * @param reachedAt what was committed before this moment, by the server's clock, is before that
   * @param named the transactions that are complete with it, and points that somebody has named
   * @param end why nothing follows in this epoch; absent if something may
   * @throws BackupException {@link Failure#LOCKED} if another process has published a file of that
   *     number, or because the vault cannot be written
   */
  public JournalFile publish(
      Lsn to, Instant reachedAt, Named named, Optional<JournalFile.End> end) {
    long number = reached.number() + 1;
    String name = Layout.journalFile(epoch.id(), number);
    try (JournalChanges given = changes) {
      Optional<HeldSegment.Finished> finished = given.finish();
      Optional<JournalRows> rows =
          finished.map(each -> JournalChanges.described(each, history.described()));
      JournalFile file =
          new JournalFile(
              new JournalFile.Place(epoch.id(), number, reached.sha256()),
              room.protection(),
              new JournalFile.Span(reached.to(), to, reachedAt),
              named.transactions(),
              named.marks(),
              rows,
              given.unfinished(to),
              end);
      if (!file.marks().isEmpty()) {
        // First: should it end here, what says so leads to a file without marks, and none is
        // missed.
        room.tellOfMarks(new Layout.MarkedFile(epoch.id(), number));
      }
      String sha256 = room.publish(name, file);
      rows.ifPresent(each -> history.published(number, each, finished.get().stream()));
      reached = new Reached(number, sha256, to, file.unfinished());
      changes = nextChanges();
      return file;
    } catch (IOException e) {
      throw room.failure(e, "cannot store \"%s\"".formatted(name));
    }
  }

  /**
   * What a file says of its rows in clear.
   *
   * @param transactions those that are complete with it, in the order of their commits
   * @param marks points that somebody has named
   */
  public record Named(List<JournalFile.Transaction> transactions, List<JournalFile.Mark> marks) {
    /** Nothing. */
    public static final Named NOTHING = new Named(List.of(), List.of());

    /** Takes its own copies of the lists. */
    public Named {
      transactions = List.copyOf(transactions);
      marks = List.copyOf(marks);
    }
  }

  /** Frees memory; what was not published is not there. */
  @Override
  public void close() {
    try {
      changes.close();
    } catch (IOException e) {
      throw room.failure(e, "cannot end the journal");
    }
  }
}
