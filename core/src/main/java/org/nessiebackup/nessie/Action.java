package org.nessiebackup.nessie;

import java.util.Optional;

/** What an entry of an index says about its key; the names are Nessie's own. */
public enum Action {
  /** Present, in an index that is kept beside commits. */
  NONE('N', true, false),
  /** Put by this commit. */
  ADD('A', true, true),
  /** Removed by this commit. */
  REMOVE('R', false, true),
  /** Put by an earlier commit. */
  INCREMENTAL_ADD('a', true, false),
  /** Removed by an earlier commit. */
  INCREMENTAL_REMOVE('r', false, false);

  private final char letter;
  private final boolean present;
  private final boolean ofThisCommit;

  Action(char letter, boolean present, boolean ofThisCommit) {
    this.letter = letter;
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

  static Optional<Action> of(byte letter) {
    return Optional.ofNullable(
        switch (letter) {
          case 'N' -> NONE;
          case 'A' -> ADD;
          case 'R' -> REMOVE;
          case 'a' -> INCREMENTAL_ADD;
          case 'r' -> INCREMENTAL_REMOVE;
          default -> null;
        });
  }

  /** As it is stored. */
  char letter() {
    return letter;
  }
}
