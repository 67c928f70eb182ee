package org.nessiebackup.cli.keys;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.vault.VaultRepair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "repair",
    description = "Write vault.json again, which somebody has changed or removed.",
    footer = {
      "",
      "The file says whether backups are encrypted and signed, and follows from the signed"
          + " settings.",
      "The host key, or a key given with --trusted-key, says whether they are yours. Where the"
          + " file",
      "is as it has to be nothing is done. Afterwards `verify --all` names the backups that are"
          + " not",
      "to be trusted.",
      "",
      "Examples:",
      "  nessie-backup key repair --vault /backup/nessie --host-key /media/usb/host-key.pem"
    })
final class KeyRepairCommand implements Callable<Integer> {
  @ParentCommand KeyCommand parent;
  @Mixin VaultOption vault;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    VaultRepair repair = VaultRepair.of(vault.store(parent.root.invocation(), console));
    boolean written =
        repair.run(vault.known(repair.description(), parent.root.invocation(), console));
    console.note(
        written
            ? "\"vault.json\" is written again. Find out who has changed it, and see with `verify"
                + " --all` which backups are not to be trusted."
            : "\"vault.json\" is as it has to be.");
    return console.show(
        new KeyView(
            new KeyMaintenance(vault.openToWrite(parent.root.invocation(), console), console.work())
                .report(),
            false));
  }
}
