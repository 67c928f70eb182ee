package org.nessiebackup.cli.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.browse.BrowseOptions;
import org.nessiebackup.browse.CatalogBrowser;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.connection.RecentMoment;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands need that look into a backup, or in the same words into the live catalog. */
final class CatalogSelector {
  /** Given for a backup's id, it means the live catalog. */
  static final String LIVE = "live";

  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin CatalogOptions catalog;
  @Mixin JobsOption jobs;
  @Mixin ConnectionOptions connection;

  @Option(
      names = "--repository",
      paramLabel = "ID",
      order = 32,
      description = {
        "The Nessie repository, where there are several in a catalog; by default the only one, or",
        "the one whose id is empty."
      })
  String repository;

  /** What was asked for, since moments are asked for once the vault is open. */
  private final List<String> wanted = new ArrayList<>();

  CatalogBrowser browser(NessieBackup root) {
    Console console = root.console();
    return new CatalogBrowser(
        () -> opened(root, console),
        () -> connection.database(root.invocation(), console),
        console.work());
  }

  private Vault opened(NessieBackup root, Console console) {
    Vault opened = vault.open(root.invocation(), console, identities);
    RecentMoment recent = new RecentMoment(connection, root.invocation(), console);
    wanted.forEach(words -> recent.in(opened, words));
    return opened;
  }

  BrowseOptions at(String place) {
    wanted.add(place);
    CatalogOrigin source =
        place.equals(LIVE)
            ? new CatalogOrigin.Live(catalog.schema(), catalog.tables())
            : new CatalogOrigin.Backup(place);
    return new BrowseOptions(source, repository(), jobs.jobs());
  }

  Optional<String> repository() {
    return Optional.ofNullable(repository);
  }

  int jobs() {
    return jobs.jobs();
  }
}
