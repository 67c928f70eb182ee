package org.nessiebackup.cli.journal;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "run",
    description = "Follow the journal until it is stopped.",
    footer = {
      "",
      "For those who want no service: `serve` follows as well. What fails and may go better is"
          + " tried",
      "again. Ends with 3 if the journal has ended, and says why.",
      "",
      "Examples:",
      "  nessie-backup journal run --vault /backup/nessie",
      "  nessie-backup journal run --vault /backup/nessie --max-retained 4GiB",
      "  nessie-backup journal run --vault /backup/nessie --synchronous"
    })
final class JournalRunCommand implements Callable<Integer> {
  @ParentCommand JournalCommand parent;
  @Mixin JournalSource source;

  @Mixin JournalFollowOptions follow;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    return console.show(
        new JournalEndView(
            source.journal(parent.root, this::options).run(new JournalNarration(console))));
  }

  /** Whoever began it has decided whether the server may be without a limit. */
  private JournalOptions options(JournalOptions journal) {
    return follow.of(journal.within(new JournalOptions.Limits(journal.limits().retained(), true)));
  }
}
