package org.nessiebackup.operator.values;

import java.util.List;
import java.util.Objects;

/**
 * Keys, by the names of their Secrets.
 *
 * @param encryption whether the vault is made with encryption
 * @param recipients who can read the backups
 * @param hostKey signs
 * @param identity reads
 * @param trusted public host keys; if there are any, what others signed is refused
 */
public record KeyValues(
    boolean encryption,
    List<String> recipients,
    SecretKey hostKey,
    SecretKey identity,
    List<String> trusted) {
  /** Copies the lists. */
  public KeyValues {
    recipients = List.copyOf(recipients);
    trusted = List.copyOf(trusted);
    Objects.requireNonNull(hostKey);
    Objects.requireNonNull(identity);
  }
}
