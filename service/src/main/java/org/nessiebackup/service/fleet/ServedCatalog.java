package org.nessiebackup.service.fleet;

import java.util.List;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/** A catalog with its vault, as settings describe them. */
public interface ServedCatalog {
  /** The name that {@code --catalog} gives it. */
  String name();

  /**
   * Opens its vault, with the keys that a service may have: none that reads backups, unless it was
   * given one on purpose.
   *
   * @throws org.nessiebackup.BackupException if there is none, it cannot be reached, or it is not
   *     the one that is known here
   */
  Vault vault();

  /**
   * What a command line needs at its end to be about this catalog: {@code --catalog NAME}, or
   * whatever the service was started with.
   */
  List<String> arguments();

  /** From when on something is too old. */
  StatusOptions thresholds();
}
