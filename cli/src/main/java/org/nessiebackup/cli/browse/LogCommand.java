package org.nessiebackup.cli.browse;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.browse.LogOptions;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.settings.NamedByCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--since")
@Command(
    name = "log",
    description = "Show the commits of a branch or tag in a backup, newest first.",
    footer = {
      "",
      "CHANGES names what a commit put, or removed with a minus before it.",
      "",
      "Examples:",
      "  nessie-backup log latest main --vault /backup/nessie",
      "  nessie-backup log latest main --since 2026-11-21T18:00:00Z --limit 500"
    })
public final class LogCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CommitSelector place;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 45,
      description = "Show so many commits at most: 1 to 10000, by default 20.")
  int limit = 20;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 46,
      description = "Show none that is older: 2026-11-22T02:00:00Z, 2026-11-22, yesterday or 26h.")
  Instant since;

  @Override
  public Integer call() {
    if (limit < 1 || limit > LogOptions.MOST) {
      throw Failure.USAGE.exception(
          "--limit is %d; it can be 1 to %d".formatted(limit, LogOptions.MOST));
    }
    LogOptions options = new LogOptions(limit, Optional.ofNullable(since));
    return root.console()
        .show(
            new LogView(
                place.browser(root).log(place.origin(), place.reference(), options),
                root.invocation().clock().instant()));
  }
}
