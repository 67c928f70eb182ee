package org.nessiebackup.cli.keys;

import java.util.concurrent.Callable;
import org.nessiebackup.BackupException;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "list",
    description = "List who can read new backups and who signs them.",
    footer = {
      "",
      "\"here\" follows a key whose secret half is at hand on this host.",
      "",
      "Examples:",
      "  nessie-backup key list --vault /backup/nessie",
      "  nessie-backup key list --vault /backup/nessie --pem > key.pem"
    })
final class KeyListCommand implements Callable<Integer> {
  @ParentCommand KeyCommand parent;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;

  @Option(
      names = "--pem",
      order = 45,
      fallbackValue = "true",
      description = "Print the public key that verifies signatures, as openssl reads it.")
  boolean pem;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    Vault opened = vault.openToWrite(parent.root.invocation(), console, identities);
    warnOfAnother(opened, console);
    return console.show(new KeyView(new KeyMaintenance(opened, console.work()).report(), pem));
  }

  /** Which keys there are is shown all the same: so one sees which host key fits. */
  private static void warnOfAnother(Vault opened, Console console) {
    try {
      opened.keys().requireOwn();
    } catch (BackupException e) {
      console.warn(e.getMessage());
    }
  }
}
