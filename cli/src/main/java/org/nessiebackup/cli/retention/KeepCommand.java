package org.nessiebackup.cli.retention;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--release")
@Command(
    name = "keep",
    description = "Pin a backup, so that no prune removes it, or release it again.",
    footer = {
      "",
      "What it builds on stays with it.",
      "",
      "Examples:",
      "  nessie-backup keep latest --vault /backup/nessie --reason \"before the migration\"",
      "  nessie-backup keep 20261122T020000Z-7f3a --vault /backup/nessie --release"
    })
public final class KeepCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;

  @Parameters(
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}.")
  String backup;

  @OfOneRun
  @Option(
      names = "--release",
      order = 45,
      fallbackValue = "true",
      description = "Let the policy decide again.")
  boolean release;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      order = 46,
      description = "Why it stays, for those who look at it in a year.")
  String reason;

  @Override
  public Integer call() {
    if (release && reason != null) {
      throw Failure.USAGE.exception("a release has no reason", "Leave out --reason or --release.");
    }
    Console console = root.console();
    Vault opened = vault.open(root.invocation(), console);
    BackupId id = opened.backups().find(backup).id();
    boolean changed = release ? opened.pins().remove(id) : opened.pins().add(pin(id));
    return console.show(new KeepView(id, !release, changed));
  }

  private Pin pin(BackupId id) {
    try {
      return new Pin(
          id,
          root.invocation().clock().instant(),
          Optional.ofNullable(reason).filter(text -> !text.isBlank()),
          Tool.nameAndVersion());
    } catch (IllegalArgumentException e) {
      throw Failure.USAGE.exception(e.getMessage(), null, e);
    }
  }
}
