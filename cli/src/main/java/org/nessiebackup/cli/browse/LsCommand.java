package org.nessiebackup.cli.browse;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.nessie.ContentKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "ls",
    description = "List tables, views and namespaces on a branch or tag in a backup.",
    footer = {
      "",
      "Examples:",
      "  nessie-backup ls latest main --vault /backup/nessie",
      "  nessie-backup ls 20261122T020000Z-7f3a main sales.eu"
    })
public final class LsCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CommitSelector place;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "A namespace or key, such as sales.eu: only that and what is below it.")
  String prefix;

  @Override
  public Integer call() {
    Optional<ContentKey> within =
        Optional.ofNullable(prefix).filter(text -> !text.isEmpty()).map(ContentKey::parse);
    return root.console()
        .show(new LsView(place.browser(root).keys(place.origin(), place.reference(), within)));
  }
}
