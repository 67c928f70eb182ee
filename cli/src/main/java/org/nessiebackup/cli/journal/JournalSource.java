package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Mixin;

/** The vault, the catalog, and what the journal between them is called. */
final class JournalSource {
  @Mixin VaultOption vault;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin JournalNameOptions names;

  /** The journal, with the usual pace and limits. */
  CatalogJournal journal(NessieBackup root) {
    return journal(root, JournalOptions.DEFAULT.pace(), JournalOptions.DEFAULT.limits(), false);
  }

  CatalogJournal journal(
      NessieBackup root,
      JournalOptions.Pace pace,
      JournalOptions.Limits limits,
      boolean synchronous) {
    Console console = root.console();
    return new CatalogJournal(
        () -> vault.openToWrite(root.invocation(), console),
        connection.database(root.invocation(), console),
        new JournalOptions(
            catalog.schema(), catalog.tables(), names.names(), pace, limits, synchronous),
        console.work());
  }
}
