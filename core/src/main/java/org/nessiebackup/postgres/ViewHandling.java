package org.nessiebackup.postgres;

/** What becomes of views of others that read tables which make room. */
public enum ViewHandling {
  /** They go on reading these, wherever they are kept. */
  LEAVE,
  /** They are made to read what takes their place; if one cannot, nothing is done. */
  MOVE,
  /** The same, but one that cannot stays: for going back, which nothing must keep from. */
  MOVE_MOVABLE;

  /** Asked for by somebody who is there to be told if it cannot be done. */
  public static ViewHandling asked(boolean move) {
    return move ? MOVE : LEAVE;
  }
}
