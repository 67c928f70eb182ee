package org.nessiebackup.store;

/**
 * For how long an object is there, as far as a store that can keep things against everybody asks.
 */
public enum Lifetime {
  /** A part of a backup, or of what tells how to read one: kept as long as the store is told to. */
  KEPT,
  /**
   * A note that is replaced or taken back, such as a lease: never kept against whoever removes it.
   */
  TRANSIENT
}
