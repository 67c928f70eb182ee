package org.nessiebackup.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine;

class ServedJournalOptionsTest {
  private static Optional<JournalOptions> journal(String... words) {
    ServedJournalOptions options = new ServedJournalOptions();
    CommandLine.populateCommand(options, words);
    return options.of(new CatalogOptions());
  }

  @Test
  void thereIsNoneUnlessItIsWanted() {
    assertThat(journal("--slot", "mine", "--synchronous")).isEmpty();
    assertThat(journal("--journal")).hasValue(JournalOptions.DEFAULT);
  }

  @Test
  void namesPaceAndLimitsAreThoseThatAreSaid() {
    assertThat(
            journal(
                "--journal",
                "--slot=a",
                "--publication=b",
                "--standby-name=c",
                "--journal-interval=10s",
                "--max-retained=4GiB",
                "--unbounded-wal",
                "--synchronous"))
        .hasValue(
            JournalOptions.DEFAULT
                .called(new JournalOptions.Names(Optional.of("a"), Optional.of("b"), "c"))
                .at(
                    new JournalOptions.Pace(
                        Duration.ofSeconds(10),
                        JournalOptions.Pace.DEFAULT.heartbeat(),
                        JournalOptions.Pace.DEFAULT.look()))
                .within(new JournalOptions.Limits(4L << 30, true))
                .synchronously());
  }
}
