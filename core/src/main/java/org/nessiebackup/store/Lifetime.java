package org.nessiebackup.store;

/**
 * For how long an object is there, as far as a store needs to know that can keep things against
 * everybody.
 */
public enum Lifetime {
  /** A part of a backup, or of what says how to read one: kept as long as the store is told to. */
  KEPT,
  /**
   * A note that is replaced or taken back, such as a lease: never kept against whoever removes it.
   */
  TRANSIENT
}
