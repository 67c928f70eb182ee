package org.nessiebackup.cli.copy;

import org.nessiebackup.WorkContext;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.KeySource;
import org.nessiebackup.cli.option.Stores;
import org.nessiebackup.cli.option.TargetHostKeyOption;
import org.nessiebackup.copy.VaultCopy;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;

/** Copies of a vault, with the keys that the place they go to needs. */
public record VaultCopies(Vault source, TargetHostKeyOption targetHostKey, Invocation invocation) {
  /** A copy that goes there. */
  public VaultCopy into(String place, Console console, WorkContext work) {
    return VaultCopy.into(
        Stores.at(place, Stores.LIMIT, invocation, console),
        there ->
            targetHostKey.add(
                VaultAccess.NONE, new KeySource.Request(there, invocation, console::warn)),
        source,
        work);
  }
}
