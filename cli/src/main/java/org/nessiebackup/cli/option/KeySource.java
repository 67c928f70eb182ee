package org.nessiebackup.cli.option;

import java.util.function.Consumer;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.vault.access.VaultAccess;

/** Options that give keys. */
public interface KeySource {
  /** Adds the keys that were given, or that lie where they are looked for. */
  VaultAccess add(VaultAccess access, Request request);

  /**
   * What keys are wanted for.
   *
   * @param vault the vault
   * @param invocation where to look
   * @param warn hears of what is not as it should be
   */
  record Request(VaultDescription vault, Invocation invocation, Consumer<String> warn) {}
}
