package org.nessiebackup.cli.option;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Option;

/** Where the backups are. */
public final class VaultOption {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  @Option(
      names = "--vault",
      paramLabel = "FOLDER",
      order = 10,
      description = "The vault: a folder, as a path or a file: URI.")
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
          "Name its folder with --vault or in NESSIE_BACKUP_VAULT.");
    }
    return storeAt(vault);
  }

  /** A place that another option names. */
  public static ObjectStore storeAt(String place) {
    return new FolderStore(folder(place));
  }

  private static Path folder(String place) {
    Matcher scheme = SCHEME.matcher(place);
    try {
      if (!scheme.matches()) {
        return Path.of(place);
      }
      if (scheme.group(1).equalsIgnoreCase("file")) {
        return Path.of(URI.create(place));
      }
    } catch (IllegalArgumentException e) {
      throw new BackupException(
          Failure.USAGE, "\"" + place + "\" is not a folder: " + e.getMessage(), null, e);
    }
    throw new BackupException(
        Failure.USAGE,
        "vaults in \"%s:\" are unknown to this version".formatted(scheme.group(1)),
        "A vault is a folder: /path/to/vault or file:///path/to/vault.");
  }
}
