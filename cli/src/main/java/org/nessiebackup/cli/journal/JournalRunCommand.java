package org.nessiebackup.cli.journal;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.SizeOption;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--journal-interval",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "How often changes are stored in the journal, if there are any (default: 1s).")
  Duration interval = JournalOptions.Pace.DEFAULT.interval();

  @Option(
      names = "--max-retained",
      paramLabel = "SIZE",
      order = 46,
      converter = SizeOption.class,
      description =
          "End the journal before its slot holds back more of the server's log (default: 1GiB).")
  Long maxRetained = JournalOptions.Limits.DEFAULT.retained();

  @Option(
      names = "--synchronous",
      order = 47,
      fallbackValue = "true",
      description = "Store each commit at once, for a server that waits for the journal.")
  boolean synchronous;

  @Override
  public Integer call() {
    JournalOptions.Pace usual = JournalOptions.Pace.DEFAULT;
    Console console = parent.root.console();
    return console.show(
        new JournalEndView(
            source
                .journal(
                    parent.root,
                    new JournalOptions.Pace(interval, usual.heartbeat(), usual.look()),
                    new JournalOptions.Limits(maxRetained, true),
                    synchronous)
                .run(new JournalNarration(console))));
  }
}
