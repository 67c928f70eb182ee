package org.nessiebackup.cli.vault;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.vault.lease.HeldLease;
import org.nessiebackup.vault.lease.Leases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "unlock",
    description = "Show who is at work on a vault, and remove leases that killed processes left.",
    footer = {
      "",
      "A lease ends by itself within minutes after its process; this is for those who cannot wait.",
      "With --force those that are still live go too: a process that is at work after all will"
          + " notice",
      "and publish nothing any more.",
      "",
      "Examples:",
      "  nessie-backup unlock --vault /backup/nessie --dry-run",
      "  nessie-backup unlock --vault /backup/nessie --force --yes"
    })
public final class UnlockCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin ConfirmOptions confirmation;

  @OfOneRun
  @Option(
      names = "--force",
      order = 45,
      fallbackValue = "true",
      description = "Remove live leases too.")
  boolean force;

  @Override
  public Integer call() {
    Console console = root.console();
    Leases leases = vault.open(root.invocation(), console).leases();
    Instant now = root.invocation().clock().instant();
    List<HeldLease> all = leases.list();
    List<HeldLease> removed = all.stream().filter(held -> force || !held.live(now)).toList();
    List<HeldLease> left = all.stream().filter(held -> !removed.contains(held)).toList();
    UnlockView plan = new UnlockView(removed, left, now, true);
    if (confirmation.dryRun()) {
      return console.show(plan);
    }
    if (removed.isEmpty() && !left.isEmpty()) {
      throw guarded(left);
    }
    if (!removed.isEmpty()) {
      console.preview(plan);
      confirmation.confirm(console, "Remove these leases?");
      removed.forEach(leases::remove);
    }
    return console.show(new UnlockView(removed, left, now, false));
  }

  private static BackupException guarded(List<HeldLease> left) {
    return Failure.TARGET_GUARDED.exception(
        "somebody is at work: "
            + left.stream()
                .map(held -> held.lease().kind().label() + " by \"" + held.lease().owner() + "\"")
                .collect(Collectors.joining(", ")),
        "Look whether that process is alive. A dead one's lease ends within minutes; --force"
            + " removes it at once.");
  }
}
