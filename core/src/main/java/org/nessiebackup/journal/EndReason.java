package org.nessiebackup.journal;

import java.util.Arrays;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.JournalFile;

/** Why an epoch ends, by the words of the format. */
enum EndReason implements Labelled {
  /** Somebody wants no journal any more. */
  STOPPED(Next.NOTHING),
  /** Another epoch follows without a gap. */
  CONTINUED(Next.FOLLOWING_EPOCH),
  /** The server has removed what the slot had still to send. */
  SLOT_LOST(Next.NOTHING),
  /** Somebody has removed the slot, moved it, or made another one in its place. */
  SLOT_DROPPED(Next.NOTHING),
  /** The slot held back too much of the server's log, and was given up. */
  TOO_MUCH_RETAINED(Next.NOTHING),
  /** Other tables have taken the place of those of the epoch. */
  TABLE_REPLACED(Next.NEW_EPOCH),
  /** The tables have other columns. */
  TABLE_CHANGED(Next.NEW_EPOCH),
  /** The publication does not name both tables with all that happens to them. */
  PUBLICATION_CHANGED(Next.NEW_EPOCH),
  /** Another cluster, another timeline of it, or an earlier state of the same. */
  SERVER_CHANGED(Next.NEW_EPOCH),
  /** A replica was promoted: another server has the catalog. */
  SUPERSEDED(Next.NOTHING),
  /** The server has sent what the format cannot hold. */
  NOT_DECODABLE(Next.NOTHING);

  private final Next next;

  EndReason(Next next) {
    this.next = next;
  }

  /** What comes after an end by itself. */
  enum Next {
    /** Somebody has to decide: it was meant so, or might fill a disk, or would end so again. */
    NOTHING,
    /** One that goes on with the slot, where the other one ends. */
    FOLLOWING_EPOCH,
    /** One with a slot of its own; what is in between is missing. */
    NEW_EPOCH
  }

  Next next() {
    return next;
  }

  /** By its word; absent if it is one of a newer program. */
  static Optional<EndReason> of(JournalFile.End end) {
    return Arrays.stream(values()).filter(each -> each.label().equals(end.reason())).findFirst();
  }

  /** Whether the server sends nothing more, so that there is nothing to wait for. */
  boolean endsStream() {
    return switch (this) {
      case SLOT_LOST, SLOT_DROPPED, SERVER_CHANGED, TOO_MUCH_RETAINED -> true;
      case STOPPED,
          CONTINUED,
          TABLE_REPLACED,
          TABLE_CHANGED,
          PUBLICATION_CHANGED,
          SUPERSEDED,
          NOT_DECODABLE ->
          false;
    };
  }

  JournalFile.End end(String text) {
    return new JournalFile.End(label(), text);
  }
}
