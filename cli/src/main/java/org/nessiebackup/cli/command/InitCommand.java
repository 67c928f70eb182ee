package org.nessiebackup.cli.command;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.output.Console;
import org.nessiebackup.cli.output.Tool;
import org.nessiebackup.cli.output.VaultView;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "init",
    description = "Make a vault; one that is there already is left as it is.",
    footer = {
      "",
      "One vault holds the history of one catalog.",
      "",
      "Examples:",
      "  nessie-backup init --vault /backup/nessie",
      "  nessie-backup init --vault 's3://bucket/nessie?endpoint=https://ceph.example:443'"
    })
final class InitCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;

  @Override
  public Integer call() {
    String id = UUID.randomUUID().toString();
    Vault made =
        Vault.create(
            vault.store(),
            NewVault.plain(id, root.invocation().clock().instant(), Tool.nameAndVersion()));
    Console console = root.console();
    if (!made.exclusive()) {
      console.warn(
          "this store cannot refuse the second of two writers that come at the same moment; let no"
              + " two hosts back up into this vault at the same time");
    }
    return console.show(new VaultView(made, made.description().id().equals(id)));
  }
}
