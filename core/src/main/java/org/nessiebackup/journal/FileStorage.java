package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.Prefetch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.JournalWriter;

/**
 * Stores files in another thread, one at a time, while the next one is being read. The writer is
 * that thread's as long as a file is under way.
 */
final class FileStorage {
  /** So that nobody has to read very many to find one. */
  private static final long MOST_FILES = 10_000;

  private final JournalWriter writer;
  private final Duration every;
  private final Timer asked = new Timer();
  private Optional<Prefetch<JournalFile>> flight = Optional.empty();
  private boolean failed;
  private volatile Optional<String> spent = Optional.empty();

  /**
   * Stores nothing yet.
   *
   * @param every how often the vault is asked whether it is what it was
   */
  FileStorage(JournalWriter writer, Duration every) {
    this.writer = writer;
    this.every = every;
  }

  /**
   * A file to be stored.
   *
   * @param draft what it has
   * @param to where it ends
   * @param reachedAt what was committed before this moment is before that
   * @param end why nothing follows; absent if something may
   */
  record Order(FileDraft draft, Lsn to, Instant reachedAt, Optional<JournalFile.End> end) {}

  boolean isIdle() {
    return flight.isEmpty();
  }

  /** How far the vault is; none may be under way. */
  JournalWriter.Reached reached() {
    return writer.reached();
  }

  /** Stores that nothing follows, where nothing was read. */
  JournalFile end(JournalFile.End end, Instant reachedAt) {
    return writer.publish(
        writer.reached().to(), reachedAt, JournalWriter.Named.NOTHING, Optional.of(end));
  }

  /** Begins to store a file; none may be under way. */
  void begin(Order order) {
    flight = Optional.of(Prefetch.of("journal file", () -> store(order)));
  }

  private JournalFile store(Order order) {
    for (ChangeRow row : order.draft().rows()) {
      writer.changes().add(row);
    }
    JournalFile file =
        writer.publish(
            order.to(),
            order.reachedAt(),
            new JournalWriter.Named(order.draft().transactions(), order.draft().marks()),
            order.end());
    spent = whySpent(file);
    return file;
  }

  private Optional<String> whySpent(JournalFile file) {
    if (file.number() >= MOST_FILES) {
      return Optional.of("it has %d files".formatted(file.number()));
    }
    if (!asked.hasPassed(every)) {
      return Optional.empty();
    }
    asked.restart();
    return switch (writer.standing()) {
      case GOOD -> Optional.empty();
      case SETTINGS_CHANGED -> Optional.of("the settings of the vault were changed");
      case EPOCH_GONE ->
          throw Failure.VAULT_NOT_FOUND.exception(
              "epoch \"%s\" is no longer in the vault".formatted(writer.epoch().id()),
              "Somebody has removed it: look who deletes objects of the vault, and begin another"
                  + " one by `journal start`.");
    };
  }

  /** Why another epoch has to go on from here; absent if this one can. */
  Optional<String> spent() {
    return spent;
  }

  /**
   * Waits for the file that is under way.
   *
   * @return the file; absent if it is not stored within this time, or none was under way
   * @throws org.nessiebackup.BackupException because the vault cannot be written; then nobody knows
   *     whether the file is there
   */
  Optional<JournalFile> await(Duration atMost) {
    if (flight.isEmpty() || !(flight.get().isReady() || flight.get().await(atMost))) {
      return Optional.empty();
    }
    Prefetch<JournalFile> done = flight.get();
    flight = Optional.empty();
    return Optional.of(result(done));
  }

  /** Waits for the file that is under way, however long that takes. */
  Optional<JournalFile> await() {
    Optional<Prefetch<JournalFile>> last = flight;
    flight = Optional.empty();
    return last.map(this::result);
  }

  private JournalFile result(Prefetch<JournalFile> done) {
    failed = true;
    JournalFile file = done.get();
    failed = false;
    return file;
  }

  /** Whether a file could not be stored, so that nobody knows how far the vault is. */
  boolean hasFailed() {
    return failed;
  }
}
