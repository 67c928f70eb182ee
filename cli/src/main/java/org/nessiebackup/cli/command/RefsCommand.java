package org.nessiebackup.cli.command;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.option.ConnectionOptions;
import org.nessiebackup.cli.output.Console;
import org.nessiebackup.cli.output.RefsView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "refs",
    description = "List the branches and tags of a backup, or of the live catalog.",
    footer = {
      "",
      "AGE is that of the newest commit, which stands beside. The default branch has a star.",
      "",
      "Examples:",
      "  nessie-backup refs latest --vault /backup/nessie",
      "  nessie-backup refs live"
    })
final class RefsCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CatalogPlace place;
  @Mixin ConnectionOptions connection;

  @Parameters(paramLabel = "ID", description = "A backup's id, \"latest\", or \"live\".")
  String id;

  @Override
  public Integer call() {
    Console console = root.console();
    return console.show(
        new RefsView(
            place.browser(root, console, connection).references(place.at(id)),
            root.invocation().clock().instant()));
  }
}
