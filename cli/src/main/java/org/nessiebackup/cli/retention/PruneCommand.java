package org.nessiebackup.cli.retention;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.retention.PruneReport;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "prune",
    aliases = "expire",
    description = "Remove backups that no rule keeps, and what killed processes have left.",
    footer = {
      "",
      "Without a --keep option the vault's policy holds: all of 2 days, those that a person asked"
          + " for",
      "of 7 days, 7 daily, 4 weekly, 12 monthly. The newest backup, pinned ones and all that a"
          + " kept",
      "one builds on stay in any case, and so do backups with tips of the last 2 days"
          + " (--keep-tips). Shows its plan with the reasons, and asks; --yes answers for"
          + " a",
      "scheduler.",
      "",
      "Examples:",
      "  nessie-backup prune --vault /backup/nessie --dry-run",
      "  nessie-backup prune --vault /backup/nessie --keep-daily 14 --keep-monthly 24 --yes"
    })
public final class PruneCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin RetentionOptions retention;
  @Mixin ConfirmOptions confirmation;

  @Option(
      names = "--save",
      order = 49,
      fallbackValue = "true",
      description = "Make this the vault's policy, for everybody; needs the host key.")
  boolean save;

  @Override
  public Integer call() {
    PruneOptions options = retention.prune();
    if (save && options.policy().isEmpty()) {
      throw Failure.USAGE.exception(
          "there is no policy to save", "Say what to keep: --keep-daily and the like.");
    }
    Console console = root.console();
    // Only who changes the settings has to sign.
    Vault opened =
        save
            ? vault.openToWrite(root.invocation(), console)
            : vault.open(root.invocation(), console);
    VaultPrune prune = new VaultPrune(opened, console.work());
    PrunePlan plan = prune.plan(options);
    PrunePlanView view = new PrunePlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    if (save) {
      opened.keys().checkWriter();
      confirmation.confirm(console, "Keep by this policy from now on?");
      opened.changeSettings(
          settings -> settings.withRetention(plan.policy()),
          console.work().tool(),
          root.invocation().clock().instant());
    }
    if (plan.isEmpty()) {
      return console.show(new PruneView(nothing(plan)));
    }
    console.preview(view);
    confirmation.confirm(console, "Remove as planned?");
    return console.show(new PruneView(prune.execute(plan)));
  }

  private static PruneReport nothing(PrunePlan plan) {
    return new PruneReport(
        List.of(), plan.kept().size(), PruneReport.Cleared.NOTHING, 0, List.of(), Duration.ZERO);
  }
}
