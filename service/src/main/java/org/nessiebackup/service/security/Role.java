package org.nessiebackup.service.security;

import org.nessiebackup.Labelled;

/** What somebody may do; each role may do what those before it may. */
public enum Role implements Labelled {
  /** Look. */
  VIEWER,
  /** Start what adds or proves: backups, verifications, drills, pins, copies. */
  OPERATOR,
  /** Start what removes or replaces: prune, restores, undo, reset. */
  ADMIN;

  /** Whether this role is enough where another one is needed. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
