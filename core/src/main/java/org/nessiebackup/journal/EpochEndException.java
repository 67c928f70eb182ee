package org.nessiebackup.journal;

import org.nessiebackup.manifest.JournalFile;

/** Nothing can follow in an epoch: what comes next cannot be told, or is of something else. */
final class EpochEndException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient EndReason reason;

  EpochEndException(EndReason reason, String text) {
    super(text);
    this.reason = reason;
  }

  EndReason reason() {
    return reason;
  }

  /** As the last file of the epoch says it. */
  JournalFile.End end() {
    return reason.end(getMessage());
  }
}
