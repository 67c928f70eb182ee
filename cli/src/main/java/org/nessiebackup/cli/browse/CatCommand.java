package org.nessiebackup.cli.browse;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.nessie.ContentKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "cat",
    description = "Show a table, view or namespace in a backup as Nessie's API shows it, in JSON.",
    footer = {
      "",
      "Examples:",
      "  nessie-backup cat latest main sales.orders --vault /backup/nessie",
      "  nessie-backup cat latest main sales.orders | jq -r .metadataLocation"
    })
public final class CatCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CommitSelector place;

  @Parameters(
      index = "2",
      paramLabel = "KEY",
      description = {
        "The table, view or namespace, such as sales.orders. If a name holds a dot itself: begin"
            + " with",
        "a dot, and write *. for that one."
      })
  String key;

  @Override
  public Integer call() {
    ContentKey wanted = ContentKey.parse(key);
    return root.console()
        .show(new CatView(place.browser(root).content(place.origin(), place.reference(), wanted)));
  }
}
