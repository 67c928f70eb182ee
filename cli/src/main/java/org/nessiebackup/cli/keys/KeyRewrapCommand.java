package org.nessiebackup.cli.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.keys.RewrapOptions;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--all")
@Command(
    name = "rewrap",
    description = "Give backups that exist the current recipients.",
    footer = {
      "",
      "Needs the host key and an identity that opens the backups. Rows are neither decrypted nor",
      "encrypted again: only the header of each file is made again. Ends with 3 if a backup is"
          + " damaged.",
      "",
      "Examples:",
      "  nessie-backup key rewrap --all --vault /backup/nessie --identity /media/usb/identity.txt"
    })
final class KeyRewrapCommand implements Callable<Integer> {
  @ParentCommand KeyCommand parent;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}; may be several.")
  List<String> backups = new ArrayList<>();

  @Option(
      names = "--all",
      order = 45,
      fallbackValue = "true",
      description = "Every backup of the vault.")
  boolean all;

  @Override
  public Integer call() {
    if (backups.isEmpty() != all) {
      throw Failure.USAGE.exception(
          all ? "both backups and --all are given" : "no backup is given",
          "Name some by their ids, or give --all.");
    }
    Console console = parent.root.console();
    Vault opened = vault.openToWrite(parent.root.invocation(), console, identities);
    return console.show(
        new RewrapView(
            new KeyMaintenance(opened, console.work()).rewrap(new RewrapOptions(backups))));
  }
}
