package org.nessiebackup.cli.journal;

import java.util.function.UnaryOperator;
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
    return journal(root, UnaryOperator.identity());
  }

  /**
   * The journal.
   *
   * @param more what else is said of it
   */
  CatalogJournal journal(NessieBackup root, UnaryOperator<JournalOptions> more) {
    Console console = root.console();
    JournalOptions usual = JournalOptions.of(catalog.schema(), catalog.tables());
    return new CatalogJournal(
        () -> vault.openToWrite(root.invocation(), console),
        connection.database(root.invocation(), console),
        more.apply(usual.called(names.names())),
        console.work());
  }
}
