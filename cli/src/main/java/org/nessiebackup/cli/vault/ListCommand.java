package org.nessiebackup.cli.vault;

import java.util.List;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand({"--journal", "--limit", "--since", "--tag"})
@Command(
    name = "list",
    aliases = "snapshots",
    description =
        "List the backups of a vault, their tips, or the epochs of its journal, the newest last.",
    footer = {
      "",
      "AGE is that of the state a backup holds; \"incremental 2\" builds on two others. ROWS are"
          + " those",
      "that a restore brings back; SIZE and STORED are those of the backup alone. FROM is there if"
          + " they",
      "are not all from one catalog. A narrow terminal shows fewer columns.",
      "TIPS are states between a backup and the next one; --tips lists them singly instead.",
      "--journal says of each epoch how far it goes and why it has ended, and what lies between",
      "two of them that cannot be restored.",
      "Ends with 3 if a backup or an epoch cannot be read; the others are listed all the same.",
      "",
      "Examples:",
      "  nessie-backup list --vault /backup/nessie",
      "  nessie-backup list --vault /backup/nessie --since 2026-11-01 --tag audit",
      "  nessie-backup list --vault /backup/nessie --tips --since 1h",
      "  nessie-backup list --vault /backup/nessie --journal --since 7d",
      "  nessie-backup list --vault /backup/nessie --limit 10 --json | jq -r '.backups[].id'"
    })
public final class ListCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin BackupFilter filter;

  @Option(
      names = "--tips",
      order = 44,
      fallbackValue = "true",
      description = "List tips instead, one by one, of backups with these tags.")
  boolean tips;

  @Option(
      names = "--journal",
      order = 44,
      fallbackValue = "true",
      description = "List the epochs of the journal instead, and the gaps between them.")
  boolean journal;

  @Override
  public Integer call() {
    Console console = root.console();
    if (tips && journal) {
      throw Failure.USAGE.exception("--tips and --journal exclude each other");
    }
    Vault opened = vault.open(root.invocation(), console);
    if (journal) {
      return console.show(filter.journal(opened));
    }
    List<BackupEntry> entries = opened.backups().list();
    if (entries.isEmpty()) {
      console.note("no backups in \"" + opened.location() + "\" yet");
    }
    if (tips) {
      return console.show(filter.tips(opened, entries));
    }
    List<BackupEntry> wanted = filter.of(entries);
    VaultNotes notes = VaultNotes.of(opened, entries, root.invocation().clock().instant());
    return console.show(new BackupListView(opened.location(), wanted, entries.size(), notes));
  }
}
