package org.nessiebackup.cli.keys;

import java.util.List;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.RecipientOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@NamedByCommand({"--recipient", "--recipients-file"})
@Command(
    name = "remove",
    description = "Keep somebody from reading new backups.",
    footer = {
      "",
      "What somebody could read before, they can go on reading: keys of backups do not change, and",
      "nobody forgets a copy. `key rewrap` takes the recipient off the files that are in the"
          + " vault.",
      "",
      "Examples:",
      "  nessie-backup key remove --recipient age1… --vault /backup/nessie"
    })
final class KeyRemoveCommand implements Callable<Integer> {
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
    return console.show(
        new KeyView(new KeyMaintenance(opened, console.work()).remove(named), false));
  }
}
