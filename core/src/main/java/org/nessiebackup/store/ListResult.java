package org.nessiebackup.store;

import java.util.List;

/**
 * What a look into a store has found.
 *
 * @param objects sorted by name
 * @param gaps places that could not be looked into, or hold what is no object; sorted by name
 */
public record ListResult(List<StoredObject> objects, List<Gap> gaps) {
  /** Takes its own copies of the lists. */
  public ListResult {
    objects = List.copyOf(objects);
    gaps = List.copyOf(gaps);
  }

  /** Why a listing says nothing of a place. */
  public enum Cause {
    /** Whoever asks may not look. */
    REFUSED,
    /** Looking fails, for everybody. */
    FAILED,
    /** Something lies there that is no object, such as a symbolic link. */
    NO_OBJECT
  }

  /**
   * A place of which a listing says nothing.
   *
   * @param name the name of an object, or what the names of several begin with up to a slash
   * @param reason for people
   */
  public record Gap(String name, String reason, Cause cause) {}
}
