package org.nessiebackup.cli.journal;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.SizeOption;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.JournalStopPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "stop",
    description = "End the journal: drop its slot and publication. What is stored stays.",
    footer = {
      "",
      "Works also while somebody follows, or when nobody can any more. What is committed from then"
          + " on",
      "is in no journal.",
      "",
      "Examples:",
      "  nessie-backup journal stop --vault /backup/nessie",
      "  nessie-backup journal stop --vault /backup/nessie --if-retained 4GiB --yes"
    })
final class JournalStopCommand implements Callable<Integer> {
  @ParentCommand JournalCommand parent;
  @Mixin JournalSource source;
  @Mixin ConfirmOptions confirmation;

  @OfOneRun
  @Option(
      names = "--if-retained",
      paramLabel = "SIZE",
      order = 45,
      converter = SizeOption.class,
      description = "Only if the slot holds back more of the server's log than that.")
  Long ifRetained;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    CatalogJournal journal = source.journal(parent.root);
    JournalStopPlan plan =
        journal.planStop(ifRetained == null ? OptionalLong.empty() : OptionalLong.of(ifRetained));
    JournalStopPlanView planned = new JournalStopPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(planned);
    }
    if (!plan.isEmpty()) {
      console.preview(planned);
      confirmation.confirm(console, "End the journal?");
    }
    return console.show(new JournalStopView(journal.stop(plan)));
  }
}
