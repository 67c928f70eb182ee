package org.nessiebackup.cli.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.nessiebackup.check.CatalogCheck;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.cli.option.CatalogOptions;
import org.nessiebackup.cli.option.ConnectionOptions;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.HostKeyOption;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.output.CheckView;
import org.nessiebackup.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "check",
    description = "Look whether all that a backup and a restore need is there.",
    footer = {
      "",
      "Each line says ok, warn or fail, and what to do. Ends with 3 if something fails.",
      "",
      "Examples:",
      "  nessie-backup check --vault /backup/nessie --jdbc-url jdbc:postgresql://db:5432/nessie",
      "  nessie-backup check --max-age 1h --json"
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin HostKeyOption hostKey;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "Warn when the newest backup is older: 90m, 26h, 2d (default: 26h).")
  Duration maxAge = Duration.ofHours(26);

  @Override
  public Integer call() {
    CheckOptions options = new CheckOptions(catalog.schema(), catalog.tables(), maxAge);
    Console console = root.console();
    CatalogCheck check =
        new CatalogCheck(
            () -> vault.open(root.invocation(), console, hostKey, identities),
            () -> connection.database(root.invocation()),
            console.work());
    return console.show(new CheckView(check.run(options)));
  }
}
