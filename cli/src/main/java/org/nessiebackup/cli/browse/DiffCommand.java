package org.nessiebackup.cli.browse;

import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.settings.NamedByCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--limit")
@Command(
    name = "diff",
    description = "Compare two backups, or a backup and the live catalog.",
    footer = {
      "",
      "Of each branch and tag: whether it was created, moved on, reset (it lost commits) or"
          + " deleted,",
      "and which tables changed on it.",
      "",
      "Examples:",
      "  nessie-backup diff latest live --vault /backup/nessie",
      "  nessie-backup diff 20261121T020000Z-1b2c 20261122T020000Z-7f3a --limit 0"
    })
public final class DiffCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CatalogSelector place;

  @Parameters(
      index = "0",
      paramLabel = "A",
      completionCandidates = BackupWords.class,
      description = "What was. ${bundle:backup}; live is the live catalog.")
  String before;

  @Parameters(index = "1", paramLabel = "B", description = "What came of it, in the same words.")
  String after;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 45,
      description = {
        "Show so many tables of each branch or tag at most, by default 20; 0 shows all. JSON"
            + " always",
        "has all."
      })
  int limit = 20;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw Failure.USAGE.exception("--limit is %d; it can be 0 or more".formatted(limit));
    }
    return root.console()
        .show(
            new DiffView(
                place.browser(root).difference(place.at(before), place.at(after)),
                limit == 0 ? Integer.MAX_VALUE : limit,
                root.invocation().clock().instant()));
  }
}
