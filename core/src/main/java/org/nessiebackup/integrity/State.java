package org.nessiebackup.integrity;

import java.util.List;
import org.nessiebackup.nessie.ObjectType;

/**
 * What the graph knows of an id, in one byte: the lower half says what row there is, the upper what
 * was found out about it.
 */
final class State {
  /** There is no row. */
  static final int ABSENT = 0;

  /** A row of one of Nessie's services. */
  static final int CUSTOM = 9;

  /** A row of a kind that this version does not know. */
  static final int UNKNOWN = 10;

  /** Its bytes cannot be read. */
  static final int UNREADABLE = 0x10;

  /** Its bytes are not those that its id was made of. */
  static final int CORRUPT = 0x20;

  /** It can be reached from a reference. */
  static final int REACHED = 0x40;

  /** Somebody points to it, and it is not there, or is something else. */
  static final int DANGLING = 0x80;

  private static final int KIND = 0x0f;
  private static final List<ObjectType> TYPES = List.of(ObjectType.values());

  private State() {}

  static int of(ObjectType type) {
    return TYPES.indexOf(type) + 1;
  }

  static int kind(int state) {
    return state & KIND;
  }

  static boolean isAbsent(int state) {
    return kind(state) == ABSENT;
  }

  static boolean is(int state, int flag) {
    return (state & flag) != 0;
  }

  static boolean is(int state, ObjectType type) {
    return kind(state) == of(type);
  }

  /** In the words of users. */
  static String describe(int state) {
    return switch (kind(state)) {
      case ABSENT -> "nothing";
      case CUSTOM -> "an object of one of Nessie's services";
      case UNKNOWN -> "an object of unknown type";
      default -> "a " + TYPES.get(kind(state) - 1);
    };
  }
}
