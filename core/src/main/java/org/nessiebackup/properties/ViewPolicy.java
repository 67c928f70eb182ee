package org.nessiebackup.properties;

import org.nessiebackup.tables.SchemaMark;

/** What becomes of views of others that read tables which make room. */
public enum ViewPolicy {
  /** They go on reading these, wherever they are kept. */
  LEAVE,
  /** They are made to read what takes their place; if one cannot, nothing is done. */
  MOVE,
  /** The same, but one that cannot stays: for going back, which nothing must keep from. */
  MOVE_MOVABLE;

  /** What a mark says of views; older versions left them. */
  public static ViewPolicy of(SchemaMark mark) {
    return mark.detail(SchemaMark.Detail.VIEWS).map(ViewPolicy::valueOf).orElse(LEAVE);
  }

  /** For somebody who is there to read why it cannot be done. */
  public static ViewPolicy asked(boolean move) {
    return move ? MOVE : LEAVE;
  }
}
