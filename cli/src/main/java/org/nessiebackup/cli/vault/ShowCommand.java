package org.nessiebackup.cli.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.backups.BackupEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "show",
    description = "Show one backup with its tables, columns and segments.",
    footer = {"", "Examples:", "  nessie-backup show latest --vault /backup/nessie"})
public final class ShowCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;

  @Parameters(
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}.")
  String backup;

  @Override
  public Integer call() {
    Console console = root.console();
    Vault opened = vault.open(root.invocation(), console);
    Manifest manifest = opened.backups().find(backup);
    VaultNotes notes =
        VaultNotes.of(opened, line(opened, manifest), root.invocation().clock().instant());
    return console.show(new BackupDetailView(manifest, recipients(opened, manifest), notes));
  }

  /** It and those it builds on, as far as they can be read: all others do not matter here. */
  private static List<BackupEntry> line(Vault vault, Manifest manifest) {
    List<BackupEntry> line = new ArrayList<>(List.of(vault.backups().listed(manifest)));
    Optional<BackupId> parent = manifest.parent();
    while (parent.isPresent() && line.size() <= BackupChain.LONGEST) {
      try {
        Manifest next = vault.backups().manifest(parent.get());
        line.add(vault.backups().listed(next));
        parent = next.parent();
      } catch (BackupException gap) {
        parent = Optional.empty();
      }
    }
    return line;
  }

  /** Who could read new backups when its objects were stored. */
  private static List<String> recipients(Vault vault, Manifest manifest) {
    return manifest.encrypted()
        ? vault
            .settings()
            .numbered(manifest.settings())
            .map(VaultSettings::recipients)
            .orElse(List.of())
        : List.of();
  }
}
