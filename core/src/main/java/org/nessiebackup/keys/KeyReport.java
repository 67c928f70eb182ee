package org.nessiebackup.keys;

import java.time.Instant;
import java.util.List;

/**
 * The keys of a vault, and which of them are at hand.
 *
 * @param encrypted whether new backups are encrypted
 * @param settings the number of the settings in force; 0 if there are none
 * @param changed when they were made
 * @param affirmed whether the key that signs new backups has signed them; otherwise nobody should
 *     write to the vault
 * @param recipients who can read new backups
 * @param signingKeys who signs, that of new backups first
 */
public record KeyReport(
    boolean encrypted,
    int settings,
    Instant changed,
    boolean affirmed,
    List<Key> recipients,
    List<Key> signingKeys) {
  /** Takes its own copies of the lists. */
  public KeyReport {
    recipients = List.copyOf(recipients);
    signingKeys = List.copyOf(signingKeys);
  }

  /**
   * A public key.
   *
   * @param text as documents write it
   * @param here whether its secret half was given
   */
  public record Key(String text, boolean here) {}
}
