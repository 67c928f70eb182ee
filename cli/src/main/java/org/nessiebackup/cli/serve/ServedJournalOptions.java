package org.nessiebackup.cli.serve;

import java.util.Optional;
import org.nessiebackup.cli.journal.JournalFollowOptions;
import org.nessiebackup.cli.journal.JournalNameOptions;
import org.nessiebackup.cli.journal.UnboundedWalOption;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether every transaction of a catalog is kept, and how. */
final class ServedJournalOptions {
  @Option(
      names = "--journal",
      order = 59,
      fallbackValue = "true",
      description = "Keep a journal of every committed transaction.")
  boolean journal;

  @Mixin JournalFollowOptions follow;
  @Mixin UnboundedWalOption unbounded;
  @Mixin JournalNameOptions names;

  /** How the journal of a catalog is followed; empty if none is wanted. */
  Optional<JournalOptions> of(org.nessiebackup.cli.connection.CatalogOptions tables) {
    return journal
        ? Optional.of(
            follow.of(
                unbounded.of(
                    JournalOptions.of(tables.schema(), tables.tables()).called(names.names()))))
        : Optional.empty();
  }
}
