package org.nessiebackup.cli.copy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.TargetHostKeyOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.copy.CopyOptions;
import org.nessiebackup.copy.CopyPlan;
import org.nessiebackup.copy.VaultCopy;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--all")
@Command(
    name = "copy",
    description = "Copy backups into a second vault.",
    footer = {
      "",
      "Into an empty place, or an earlier copy of the same vault: byte for byte, without any key.",
      "Into a vault that `init` has made, with its own recipients or none: decrypted on the way,"
          + " which",
      "needs an identity, and stored as that vault stores its backups, which needs its host key.",
      "",
      "Needs no database. Every object is compared with its checksum on the way; a copy that was",
      "stopped goes on where it was. Ends with 3 if a backup is damaged and was not copied.",
      "",
      "Examples:",
      "  nessie-backup copy --vault /backup/nessie --to /offsite/nessie",
      "  nessie-backup copy latest --vault /backup/nessie --to /offsite/nessie",
      "  nessie-backup copy --since 2026-11-01 --vault /backup/nessie --to /offsite/nessie",
      "  nessie-backup copy --vault /backup/nessie --identity identity.txt --to /partner/nessie \\",
      "    --to-host-key partner-host-key.pem"
    })
public final class CopyCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin TargetHostKeyOption targetHostKey;
  @Mixin JobsOption jobs;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description =
          "${bundle:backup}; may be several. All that are missing there if none is given.")
  List<String> backups;

  @Option(
      names = "--to",
      paramLabel = "PLACE",
      order = 11,
      required = true,
      description =
          "Where to: an empty place, an earlier copy of the same vault, or another vault.")
  String target;

  @Option(
      names = "--all",
      order = 45,
      fallbackValue = "true",
      description = "Copy all that are missing there, as without ids.")
  boolean all;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 46,
      description =
          "Copy those whose state is not older: 2026-11-01T02:00:00Z, 2026-11-01, yesterday or"
              + " 26h.")
  Instant since;

  @OfOneRun
  @Option(
      names = {"-n", "--dry-run"},
      order = 50,
      fallbackValue = "true",
      description = "Show the plan and change nothing.")
  boolean dryRun;

  @Override
  public Integer call() {
    List<String> ids = backups == null ? List.of() : backups;
    if (!ids.isEmpty() && (all || since != null)) {
      throw Failure.USAGE.exception(
          "both backups and " + (all ? "--all" : "--since") + " are given",
          "Name backups by their ids, or say which of all to copy.");
    }
    Console console = root.console();
    Vault opened = vault.open(root.invocation(), console, identities);
    VaultCopy copy =
        new VaultCopies(opened, targetHostKey, root.invocation())
            .into(target, console, console.work());
    CopyPlan plan = copy.plan(new CopyOptions(ids, Optional.ofNullable(since), jobs.jobs()));
    return dryRun
        ? console.show(new CopyPlanView(plan))
        : console.show(new CopyView(copy.execute(plan)));
  }
}
