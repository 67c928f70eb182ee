package org.nessiebackup.cli.keys;

import java.util.List;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.RecipientOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "add",
    description = "Let others read new backups too.",
    footer = {
      "",
      "Who can already read stays as it is. Older backups get the new recipients by `key rewrap`.",
      "",
      "Examples:",
      "  nessie-backup key add --recipient age1… --vault /backup/nessie"
    })
final class KeyAddCommand implements Callable<Integer> {
  @ParentCommand KeyCommand parent;
  @Mixin VaultOption vault;
  @Mixin RecipientOptions recipients;

  @Override
  public Integer call() {
    List<Recipient> named = recipients.recipients();
    if (named.isEmpty()) {
      throw Failure.USAGE.exception("no recipient is given", "Name one with --recipient.");
    }
    Console console = parent.root.console();
    Vault opened = vault.openToWrite(parent.root.invocation(), console);
    return console.show(new KeyView(new KeyMaintenance(opened, console.work()).add(named), false));
  }
}
