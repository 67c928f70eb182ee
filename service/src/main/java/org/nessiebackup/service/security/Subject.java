package org.nessiebackup.service.security;

/**
 * Somebody who was recognised.
 *
 * @param name as the audit names him
 * @param role the most he may do
 */
public record Subject(String name, Role role) {
  /** Somebody who is not known; what he may do does not matter where he may do nothing. */
  public static final Subject NOBODY = new Subject("-", Role.VIEWER);
}
