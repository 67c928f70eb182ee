package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Documents.Enveloped;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.object.FolderTotals;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.ParallelReader;

/**
 * The files of one epoch, as a listing showed them. They are read when they are asked for, so of
 * tens of thousands a few are held at a time. For several threads.
 */
public final class JournalFiles {
  /** Documents are read together up to this size, or one that is larger; in bytes. */
  private static final long AT_ONCE = 2L << 20;

  private static final int MOST_AT_ONCE = 64;

  private final JournalRoom room;
  private final StoredEpoch.Usable epoch;
  private final FolderTotals totals;
  private Optional<Map<Long, Long>> sizes = Optional.empty();

  /**
   * Those there are now, or those that are remembered.
   *
   * @param mayGrow whether it is the newest epoch
   */
  JournalFiles(JournalRoom room, StoredEpoch.Usable epoch, boolean mayGrow) {
    this.room = room;
    this.epoch = epoch;
    this.totals =
        room.folders()
            .totals(
                Layout.journal(epoch.id()), mayGrow, listed -> sizes = Optional.of(sizes(listed)));
  }

  private static Map<Long, Long> sizes(List<StoredObject> listed) {
    Map<Long, Long> sizes = new HashMap<>();
    for (StoredObject object : listed) {
      OptionalLong number = Layout.numberOfJournalFile(object.name());
      if (number.isPresent()) {
        sizes.put(number.getAsLong(), object.size());
      }
    }
    return sizes;
  }

  private synchronized Map<Long, Long> sizes() {
    if (sizes.isEmpty()) {
      sizes = Optional.of(sizes(room.folders().list(Layout.journal(epoch.id()))));
    }
    return sizes.get();
  }

  /** Takes files. */
  @FunctionalInterface
  public interface FileSink {
    /** The next one. */
    void accept(JournalFile file) throws IOException;
  }

  /** The epoch. */
  public StoredEpoch.Usable epoch() {
    return epoch;
  }

  /** How many there are; the number of the last one, if none is missing. */
  public long count() {
    return totals.documents();
  }

  /** The greatest number; 0 if there are no files. */
  public long last() {
    return totals
        .last()
        .map(object -> Layout.numberOfJournalFile(object.name()).getAsLong())
        .orElse(0L);
  }

  /** Whether one of this number was listed. */
  public boolean has(long number) {
    return sizes().containsKey(number);
  }

  /** The size of one, as it was listed; 0 if it is missing. */
  long storedBytes(long number) {
    return sizes().getOrDefault(number, 0L);
  }

  /** The numbers of those that may be held together, at least one. */
  List<Long> together(long from, long last) {
    List<Long> numbers = new ArrayList<>();
    long bytes = 0;
    for (long number = from; number <= last && numbers.size() < MOST_AT_ONCE; number++) {
      bytes += storedBytes(number);
      if (bytes > AT_ONCE && !numbers.isEmpty()) {
        break;
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** Whether some may be held while others are read that come behind them, if there are any. */
  boolean mayBeHeld(List<Long> numbers, List<Long> next) {
    return !next.isEmpty() && bytes(numbers) + bytes(next) <= 2 * AT_ONCE;
  }

  private long bytes(List<Long> numbers) {
    return numbers.stream().mapToLong(this::storedBytes).sum();
  }

  /** The size of all, as they are stored. */
  public long storedBytes() {
    return totals.bytes();
  }

  /**
   * A file, checked but for the one before.
   *
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#UNTRUSTED} or {@link
   *     Failure#FORMAT_UNSUPPORTED} if it cannot be used
   */
  public JournalFile file(long number) {
    return stored(number).content();
  }

  /** The last one, which is read alone: those before it may be missing or damaged. */
  public Optional<JournalFile> lastFile() {
    return last() == 0 ? Optional.empty() : Optional.of(file(last()));
  }

  /**
   * What the last file says of the epoch.
   *
   * @param span how far that file goes
   * @param end why nothing follows in this epoch; absent if something may
   * @param asBefore what an epoch says that follows this one without a gap
   */
  public record Last(
      JournalFile.Span span, Optional<JournalFile.End> end, JournalEpoch.Before asBefore) {}

  /**
   * What the last file says, which is read alone, if it was not read before; absent if there are no
   * files yet.
   *
   * @throws BackupException as {@link #file}
   */
  public Optional<Last> reach() {
    return totals
        .last()
        .map(
            object ->
                room.sight()
                    .memory()
                    .of(
                        Last.class,
                        List.of(object, epoch),
                        () -> said(stored(last())),
                        said -> true));
  }

  private Last said(StoredFile file) {
    return new Last(
        file.content().span(),
        file.content().end(),
        new JournalEpoch.Before(epoch.id(), file.sha256()));
  }

  /**
   * How far the files go that can be used.
   *
   * @param number the number of the last of them; 0 if there is none
   * @param last what it says; absent if there is none
   * @param damage why those behind it cannot be used; absent if there are none
   * @param newest when a file was last added, by the store's clock; absent if there are none
   */
  public record Tail(
      long number,
      Optional<Last> last,
      Optional<BackupException> damage,
      Optional<Instant> newest) {}

  /**
   * How far the files go that can be used: of damaged ones at the end, each is read, once as long
   * as no other file is the last. What is missing or damaged before them is not looked at.
   */
  public Tail tail() {
    return totals
        .last()
        .map(
            object ->
                room.sight()
                    .memory()
                    .of(Tail.class, List.of(object, epoch), this::readTail, tail -> true))
        .orElseGet(() -> new Tail(0, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private Tail readTail() {
    Optional<Instant> newest = Optional.of(totals.newest());
    try {
      return new Tail(last(), reach(), Optional.empty(), newest);
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      Optional<StoredFile> usable = before(last());
      return new Tail(
          usable.map(file -> file.content().number()).orElse(0L),
          usable.map(this::said),
          Optional.of(e),
          newest);
    }
  }

  private Optional<StoredFile> before(long number) {
    for (long each = number - 1; each > 0; each--) {
      if (outcome(each) instanceof FileOutcome.Usable usable) {
        return Optional.of(usable.file());
      }
    }
    return Optional.empty();
  }

  /**
   * What an epoch says that follows this one without a gap; absent if this one has no files yet.
   *
   * @throws BackupException as {@link #file}
   */
  public Optional<JournalEpoch.Before> asBefore() {
    return reach().map(Last::asBefore);
  }

  /**
   * A file as it is stored.
   *
   * @param name of its object
   * @param bytes all of it
   * @param before the checksum that the one before has of itself
   * @param sha256 the checksum that it has of itself
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  public record Document(String name, byte[] bytes, String before, String sha256) {}

  /** Takes documents. */
  @FunctionalInterface
  public interface DocumentSink {
    /** The next one. */
    void accept(Document document) throws IOException;
  }

  /**
   * Reads the documents of files from a number on, in order, up to the last that there is: each is
   * checked but for the one before.
   *
   * @throws BackupException as {@link #file}
   */
  public void documents(long first, DocumentSink sink) throws IOException {
    List<Long> numbers = together(first, last());
    while (!numbers.isEmpty()) {
      for (Document each : ParallelReader.map(numbers, this::document)) {
        sink.accept(each);
      }
      numbers = together(numbers.getLast() + 1, last());
    }
  }

  private Document document(long number) {
    byte[] bytes = room.bytes(name(number));
    StoredFile file = checked(number, bytes);
    return new Document(
        name(number), bytes, file.content().place().previousSha256(), file.sha256());
  }

  private StoredFile stored(long number) {
    return checked(number, room.bytes(name(number)));
  }

  private StoredFile checked(long number, byte[] bytes) {
    String name = name(number);
    Enveloped<JournalFile> read = Documents.read(bytes, name, JournalFile.class);
    JournalFile file = read.content();
    JournalFile.Place place = file.place();
    boolean here =
        place.epoch().equals(epoch.id())
            && place.number() == number
            && (number > 1
                || (place.previousSha256().equals(epoch.sha256())
                    && file.span().from().equals(epoch.document().start())));
    if (!here) {
      throw JournalRoom.damaged(
          "\"%s\" is file %d of epoch \"%s\", or of another one of that name"
              .formatted(name, place.number(), place.epoch()));
    }
    room.signatures()
        .check(
            new SignatureCheck.Signed(
                read.envelope(), file.protection(), file.span().reachedAt(), name));
    return new StoredFile(file, read.envelope().sha256());
  }

  String name(long number) {
    return Layout.journalFile(epoch.id(), number);
  }

  /**
   * Reads files in order, each checked against the one before, the first one alone. The sink has
   * got those before a damaged one when that is told.
   *
   * @param first the first number, from 1
   * @param last the last number
   * @throws BackupException as {@link #file}; says how far the journal goes before
   */
  public void read(long first, long last, FileSink sink) {
    chain(
        first,
        last,
        file -> pass(file, sink),
        damage -> {
          throw damage;
        });
  }

  /**
   * Reads all files there are in order, and goes on behind each that cannot be used.
   *
   * @param sink takes those that can
   * @param damage takes why others cannot, those that are missing included; each names its file
   */
  public void readAll(FileSink sink, Consumer<BackupException> damage) {
    chain(1, last(), file -> pass(file, sink), damage);
  }

  private void chain(
      long first, long last, Consumer<JournalFile> sink, Consumer<BackupException> damage) {
    new FileChain(this, sink, damage).read(first, last);
  }

  private void pass(JournalFile file, FileSink sink) {
    try {
      sink.accept(file);
    } catch (IOException e) {
      throw room.failure(e, "cannot read \"%s\"".formatted(name(file.number())));
    }
  }

  FileOutcome outcome(long number) {
    try {
      return new FileOutcome.Usable(stored(number));
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new FileOutcome.Unusable(e);
      }
      throw e;
    }
  }

  /**
   * The first file that is wanted, by reading a few.
   *
   * @param last the number of the last one that is looked at
   * @throws BackupException as {@link #file}, if it cannot be told because files right before it
   *     cannot be used
   */
  public Optional<JournalFile> find(long last, FileSearch wanted) {
    return wanted.in(this::outcome, last);
  }

  /** How far the epoch goes, for who goes on with it. */
  JournalWriter.Reached reached() {
    if (last() == 0) {
      return JournalWriter.Reached.start(epoch);
    }
    if (count() != last()) {
      throw JournalRoom.damaged(
          "files of epoch \"%s\" are missing: there are %d of %d"
              .formatted(epoch.id(), count(), last()));
    }
    StoredFile file = stored(last());
    file.content()
        .end()
        .ifPresent(
            end -> {
              throw Failure.LOCKED.exception(
                  "epoch \"%s\" has ended: %s".formatted(epoch.id(), end.text()),
                  "Begin another one.");
            });
    return new JournalWriter.Reached(
        last(), file.sha256(), file.content().span().to(), file.content().unfinished());
  }
}
