package org.nessiebackup.integrity;

import org.nessiebackup.nessie.ObjectType;

/**
 * As what others point to an id, one bit each, and which rows may be there. Only what Nessie needs
 * counts: it keeps nothing alive for a removed key's content, a previous pointer or the place where
 * a reference began, so those may be gone.
 */
final class Role {
  /** Nobody needs it. */
  static final int NONE = 0;

  /** A parent, or a merged commit. */
  static final int COMMIT = 1;

  /** The index beside a commit. */
  static final int REFERENCE_INDEX = 2;

  /** A part of such an index. */
  static final int SEGMENT = 4;

  /** The content of a key. */
  static final int CONTENT = 8;

  /** What an internal reference names: how a reference was made, the repository's description. */
  static final int INTERNAL = 16;

  /** The head of a reference. */
  static final int HEAD = 32;

  /** More about a reference. */
  static final int INFORMATION = 64;

  /** Put by a commit that is there. */
  static final int ADDED = 128;

  private Role() {}

  /** Whether a row of this state can be what it is pointed to as. Nobody knows of unknown ones. */
  static boolean fits(int roles, int state) {
    if (State.isAbsent(state)) {
      return (roles & ~ADDED) == NONE;
    }
    if (State.kind(state) == State.UNKNOWN) {
      return true;
    }
    return (lacks(roles, COMMIT) || State.is(state, ObjectType.COMMIT))
        && (lacks(roles, HEAD)
            || State.is(state, ObjectType.COMMIT)
            || State.is(state, ObjectType.TAG))
        && (lacks(roles, REFERENCE_INDEX)
            || State.is(state, ObjectType.INDEX)
            || State.is(state, ObjectType.INDEX_SEGMENTS))
        && (lacks(roles, SEGMENT) || State.is(state, ObjectType.INDEX))
        && (lacks(roles, CONTENT) || State.is(state, ObjectType.VALUE))
        && (lacks(roles, INTERNAL)
            || State.is(state, ObjectType.REF)
            || State.is(state, ObjectType.STRING));
  }

  private static boolean lacks(int roles, int role) {
    return (roles & role) == 0;
  }
}
