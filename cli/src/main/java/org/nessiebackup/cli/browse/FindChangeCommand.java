package org.nessiebackup.cli.browse;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.browse.HistoryOptions;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.nessie.ContentKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand({"--limit", "--all"})
@Command(
    name = "find-change",
    description = "Find the last backup before a table changed, through all backups of a vault.",
    footer = {
      "",
      "Each line is for neighbouring backups that say the same of the table; BACKUP is the last"
          + " of",
      "them. Of many backups the newest are looked into, and older ones by halves: a change that"
          + " was",
      "taken back before long may be missed there; --all looks into every one.",
      "Ends with 3 if a backup cannot be read; the others are looked at all the same.",
      "",
      "Examples:",
      "  nessie-backup find-change sales.orders --vault /backup/nessie",
      "  nessie-backup find-change sales.orders --ref etl"
    })
public final class FindChangeCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CatalogSelector place;

  @Parameters(
      paramLabel = "KEY",
      description = {
        "The table, view or namespace, such as sales.orders. If a name holds a dot itself: begin"
            + " with",
        "a dot, and write *. for that one."
      })
  String key;

  @Option(
      names = "--ref",
      paramLabel = "REF",
      order = 45,
      description = "The branch or tag; by default the default branch.")
  String reference;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 46,
      description = "Show what the newest N changes have left (default: 100; 0 for all).")
  int limit = 100;

  @Option(
      names = "--all",
      order = 47,
      fallbackValue = "true",
      description = "Look into every backup, however many there are.")
  boolean all;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw Failure.USAGE.exception("--limit is %d; it can be 0 for all, or more".formatted(limit));
    }
    HistoryOptions options =
        new HistoryOptions(
            ContentKey.parse(key),
            Optional.ofNullable(reference).filter(name -> !name.isEmpty()),
            place.repository(),
            new HistoryOptions.Extent(limit, all),
            place.jobs());
    return root.console()
        .show(
            new FindChangeView(
                place.browser(root).history(options), root.invocation().clock().instant()));
  }
}
