package org.nessiebackup.service.security;

/** Hashes of as few rounds as are allowed, for the tests' sake. */
public final class QuickHash {
  private QuickHash() {}

  public static PasswordHash of(String password) {
    return PasswordHash.of(password, PasswordHash.FEWEST);
  }
}
