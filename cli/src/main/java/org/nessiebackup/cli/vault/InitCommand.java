package org.nessiebackup.cli.vault;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.HostKeyOption;
import org.nessiebackup.cli.option.KeySource;
import org.nessiebackup.cli.option.VaultPlaceOption;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "init",
    description = "Make a vault; one that is there already is left as it is.",
    footer = {
      "",
      "One vault holds the history of one catalog. Backups are encrypted to age recipients and"
          + " signed",
      "by a host key; keys that are not given are made, and written to files outside the vault.",
      "",
      "Examples:",
      "  nessie-backup init --vault /backup/nessie",
      "  nessie-backup init --vault /backup/nessie --recipient age1… --recipient age1…",
      "  nessie-backup init --vault /backup/nessie --no-encryption",
      "  nessie-backup init --vault 's3://bucket/nessie?endpoint=https://ceph.example:443'"
    })
public final class InitCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultPlaceOption vault;
  @Mixin NewKeyOptions keys;

  @Option(
      names = "--group-access",
      order = 40,
      fallbackValue = "true",
      description = "Let the group of the vault's folder read and write it, now and later.")
  boolean groupAccess;

  @Override
  public Integer call() {
    keys.check();
    Console console = root.console();
    ObjectStore store = vault.store(root.invocation(), console);
    if (groupAccess) {
      share(folder(), console);
    }
    Optional<Vault> there = existing(store, console);
    if (there.isPresent()) {
      return console.show(new VaultView(there.get(), Optional.empty()));
    }
    String id = UUID.randomUUID().toString();
    Instant now = root.invocation().clock().instant();
    NewKeys.Setup setup =
        new NewKeys.Setup(vault, root.invocation(), console::warn, new SecureRandom());
    try (NewKeys made = NewKeys.make(keys, id, setup)) {
      NewVault wanted =
          new NewVault(id, now, Tool.nameAndVersion(), made.recipients(), made.hostKey());
      Vault created = Vault.create(store, wanted);
      if (!created.description().id().equals(id)) {
        // Somebody else was faster.
        return console.show(new VaultView(created, Optional.empty()));
      }
      made.keep();
      if (!created.supportsConditionalPut()) {
        console.warn(
            "this store cannot refuse the second of two writers that come at the same moment; let"
                + " no two hosts back up into this vault at the same time");
      }
      return console.show(new VaultView(created, Optional.of(made.files())));
    }
  }

  /** Many a network's file system has modes of its own, which nobody can change from here. */
  private static void share(FolderStore folder, Console console) {
    try {
      folder.shareWithGroup();
    } catch (BackupException e) {
      if (e.failure() != Failure.PERMISSION) {
        throw e;
      }
      console.warn(e.getMessage());
    }
  }

  private FolderStore folder() {
    return vault
        .folder()
        .map(FolderStore::new)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "--group-access is for a folder, and the vault is a bucket",
                    "Who may use a bucket is decided there."));
  }

  /** Held against the host key at hand, as whoever uses it does. */
  private Optional<Vault> existing(ObjectStore store, Console console) {
    try {
      Vault there = Vault.open(store);
      return Optional.of(
          there.withAccess(
              HostKeyOption.addIfThere(
                  keys.hostKey(),
                  VaultAccess.NONE,
                  new KeySource.Request(there.description(), root.invocation(), console::warn))));
    } catch (BackupException e) {
      if (e.failure() == Failure.VAULT_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
