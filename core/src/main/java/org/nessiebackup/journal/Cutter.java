package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/** Decides when the next file is cut, and where it ends. */
final class Cutter {
  /** A slot whose server does other things is moved on after so many bytes of them. */
  private static final long MOST_IDLE_BYTES = 16L << 20;

  /**
   * Where commits wait for the journal, also those wait of which nothing comes. For so long, so
   * that a server that does much else makes ten files a second at most.
   */
  private static final Duration OTHERS_WAIT = Duration.ofMillis(100);

  /** Where commits wait, they wait no longer for others to come along. */
  private static final Duration GROUP = Duration.ofMillis(5);

  private final Assembly assembly;
  private final Reach reach;
  private final JournalOptions options;
  private final Timer cut = new Timer();
  private final Timer begun = new Timer();
  private boolean first = true;
  private boolean more;

  /**
   * Begins a stream.
   *
   * @param reach what the vault has
   */
  Cutter(Assembly assembly, Reach reach, JournalOptions options) {
    this.assembly = assembly;
    this.reach = reach;
    this.options = options;
  }

  Assembly assembly() {
    return assembly;
  }

  /** A look at the server has found nothing against the epoch. */
  void looked(ServerWatch.Look look) {
    reach.looked(look);
  }

  /**
   * Whether something was there when it was asked for.
   *
   * @param message whether it was
   */
  void heard(boolean message) {
    more = message;
    if (assembly.wasAsked()) {
      reach.wanted();
    }
    if (isEmpty()) {
      begun.restart();
    }
  }

  /** Whether something was there when it was last asked for, and more may be. */
  boolean hasMore() {
    return more;
  }

  /** The server has sent all up to a position. */
  void received(Lsn position) {
    if (!assembly.isOpen()) {
      reach.received(position);
    }
  }

  boolean isFull() {
    return assembly.draft().isFull();
  }

  boolean isEmpty() {
    return assembly.draft().isEmpty();
  }

  boolean hasMarks() {
    return !assembly.draft().marks().isEmpty();
  }

  boolean isDue() {
    if (isFull() || hasMarks()) {
      return true;
    }
    if (isEmpty()) {
      return !assembly.isOpen() && (reach.isWanted() || isIdleFileDue());
    }
    if (reach.isWanted()) {
      return true;
    }
    return options.synchronous()
        ? !more || begun.hasPassed(GROUP)
        : first || cut.hasPassed(options.pace().interval());
  }

  /**
   * Up to when nothing came that is not stored, if no file is under way; absent if something did,
   * or that was told before.
   */
  Optional<Instant> quietUntil() {
    return isEmpty() && !assembly.isOpen() ? reach.news() : Optional.empty();
  }

  /** A long transaction that is under way will have a file of its own. */
  private boolean isIdleFileDue() {
    return reach.idleBytes() >= MOST_IDLE_BYTES
        || (options.synchronous() && reach.idleBytes() > 0 && cut.hasPassed(OTHERS_WAIT))
        || (reach.hasMoved() && cut.hasPassed(options.pace().heartbeat()));
  }

  /** Takes what has come. */
  FileStorage.Order cut(Optional<JournalFile.End> end) {
    FileDraft draft = assembly.take();
    Lsn to = reach.to(draft);
    Instant at = reach.reachedAt();
    reach.cut(to, at);
    cut.restart();
    first = false;
    return new FileStorage.Order(draft, to, at, end);
  }
}
