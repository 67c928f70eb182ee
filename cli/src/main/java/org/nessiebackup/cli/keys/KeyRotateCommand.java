package org.nessiebackup.cli.keys;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.keys.KeyReport;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "rotate",
    description = "Exchange the host key that signs backups.",
    footer = {
      "",
      "The new key takes the place of the old one, which is kept beside it as FILE.retired-…;"
          + " bring",
      "the new one to every host that makes backups. May be repeated if it was stopped.",
      "",
      "Examples:",
      "  nessie-backup key rotate --vault /backup/nessie",
      "  nessie-backup key rotate --vault /backup/nessie --new-host-key new.pem"
    })
final class KeyRotateCommand implements Callable<Integer> {
  @ParentCommand KeyCommand parent;
  @Mixin VaultOption vault;

  @Option(
      names = "--new-host-key",
      paramLabel = "FILE",
      order = 13,
      description = {
        "The new key; made, if there is no such file. Then the file of the old one stays as it is."
      })
  String newHostKey;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    // Without any key: the file of the old one may be gone already.
    Vault known = Vault.open(vault.store(parent.root.invocation(), console));
    HostKeyExchange exchange =
        HostKeyExchange.of(
            vault.hostKey().file(known.description(), parent.root.invocation()),
            Optional.ofNullable(newHostKey).filter(name -> !name.isEmpty()));
    Vault opened =
        exchange.interrupted() ? known : vault.openToWrite(parent.root.invocation(), console);
    exchange.check(vault);
    KeyReport report =
        new KeyMaintenance(opened, console.work())
            .rotate(exchange.next(new SecureRandom(), console::warn));
    exchange.finish(console::warn);
    console.note(
        "The new host key is in \"%s\": bring it to every host that makes backups."
            .formatted(exchange.place()));
    return console.show(new KeyView(report, false));
  }
}
