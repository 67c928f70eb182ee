package org.nessiebackup.cli.option;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Option;

/** Where the backups are. */
public final class VaultOption {
  @Option(
      names = "--vault",
      paramLabel = "PLACE",
      order = 10,
      description = "The vault: a folder, as a path or a file: URI, or s3://BUCKET/PREFIX.")
  String vault;

  /** Opens the vault. */
  public Vault open() {
    return Vault.open(store());
  }

  /** The place of the vault, whether there is one or not. */
  public ObjectStore store() {
    if (vault == null || vault.isEmpty()) {
      throw new BackupException(
          Failure.USAGE,
          "no vault is given",
          "Name its folder or bucket with --vault or in NESSIE_BACKUP_VAULT.");
    }
    return Stores.at(vault);
  }
}
