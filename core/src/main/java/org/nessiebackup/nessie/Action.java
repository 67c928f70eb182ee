package org.nessiebackup.nessie;

import java.util.Optional;

/** What an entry of an index says about its key; the names are Nessie's own. */
public enum Action {
  /** Present, in an index that is kept beside commits. */
  NONE(true, false),
  /** Put by this commit. */
  ADD(true, true),
  /** Removed by this commit. */
  REMOVE(false, true),
  /** Put by an earlier commit. */
  INCREMENTAL_ADD(true, false),
  /** Removed by an earlier commit. */
  INCREMENTAL_REMOVE(false, false);

  /** This one, made once: a catalog has an entry for each key of each commit. */
  private final Optional<Action> found = Optional.of(this);

  private final boolean present;
  private final boolean ofThisCommit;

  Action(boolean present, boolean ofThisCommit) {

    this.present = present;
    this.ofThisCommit = ofThisCommit;
  }

  /** Whether the key is there after the commit. */
  public boolean present() {
    return present;
  }

  /** Whether this very commit did it. */
  public boolean ofThisCommit() {
    return ofThisCommit;
  }

  /** Of the letter that is stored. */
  static Optional<Action> of(byte letter) {
    return switch (letter) {
      case 'N' -> NONE.found;
      case 'A' -> ADD.found;
      case 'R' -> REMOVE.found;
      case 'a' -> INCREMENTAL_ADD.found;
      case 'r' -> INCREMENTAL_REMOVE.found;
      default -> Optional.empty();
    };
  }
}
