package org.nessiebackup.cli.restore;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.vault.replica.Replicas;

/** The replicas that an exchange stops, as the vault knows them that is given beside a database. */
record GivenReplicas(NessieBackup root, VaultOption vault) {
  /**
   * Where it is written down that they have stopped; absent if no vault is given. That one cannot
   * be opened is a warning: it must keep nobody from having his tables back.
   *
   * @throws BackupException {@link Failure#USAGE} if what is given can be no vault
   */
  Optional<Replicas> toTell() {
    if (!vault.given()) {
      return Optional.empty();
    }
    try {
      return Optional.of(vault.openToWrite(root.invocation(), root.console()).replicas());
    } catch (BackupException e) {
      if (e.failure() == Failure.USAGE) {
        throw e;
      }
      root.console()
          .warn(
              "vault \"%s\" cannot be opened, and will not know if a replica of this catalog stops:"
                      .formatted(vault.name())
                  + " "
                  + e.getMessage());
      return Optional.empty();
    }
  }
}
