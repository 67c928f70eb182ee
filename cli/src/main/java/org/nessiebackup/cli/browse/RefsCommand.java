package org.nessiebackup.cli.browse;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.option.BackupWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "refs",
    description = "List the branches and tags of a backup, or of the live catalog.",
    footer = {
      "",
      "AGE is that of the newest commit, which is beside it. The default branch has a star.",
      "",
      "Examples:",
      "  nessie-backup refs latest --vault /backup/nessie",
      "  nessie-backup refs live"
    })
public final class RefsCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin CatalogSelector place;

  @Parameters(
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}; live is the live catalog.")
  String id;

  @Override
  public Integer call() {
    return root.console()
        .show(
            new RefsView(
                place.browser(root).references(place.at(id)), root.invocation().clock().instant()));
  }
}
