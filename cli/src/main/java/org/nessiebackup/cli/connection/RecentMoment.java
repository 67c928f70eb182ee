package org.nessiebackup.cli.connection;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.PointSelector;

/**
 * Where a moment is wanted that no file of the journal tells of yet, has whoever follows it say how
 * far it is. What is meant is found in the vault alone, whatever comes of that.
 *
 * @param connection leads to the database that the journal is of, if one is given
 */
public record RecentMoment(ConnectionOptions connection, Invocation invocation, Console console) {
  /**
   * Asks, if a moment is wanted and the vault does not know it.
   *
   * @return the vault
   */
  public Vault in(Vault vault, Optional<PointSelector> wanted) {
    Instant now = invocation.clock().instant();
    wanted
        .flatMap(point -> point.moment(now))
        .ifPresent(
            moment ->
                connection
                    .given(invocation, console)
                    .ifPresent(
                        database ->
                            new CatalogJournal(
                                    () -> vault, database, JournalOptions.DEFAULT, console.work())
                                .ask(moment)));
    return vault;
  }

  /** The same, for words that a point is named with. */
  public Vault in(Vault vault, String words) {
    return in(vault, Optional.of(new PointSelector.Named(words, false)));
  }
}
