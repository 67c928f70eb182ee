package org.nessiebackup.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.store.FileErrors;
import org.nessiebackup.store.ObjectStore;
import picocli.CommandLine.Option;

/** Where a vault is, or is going to be. */
public final class VaultPlaceOption {
  @Option(
      names = "--vault",
      paramLabel = "PLACE",
      order = 10,
      description =
          "The vault: a folder, as a path or a file: URI, or a bucket: ${bundle:buckets}.")
  String vault;

  @Option(
      names = "--vault-timeout",
      paramLabel = "TIME",
      order = 11,
      converter = DurationOption.class,
      description =
          "How long a bucket may take to answer, such as 30s (default: 2m); five times that for"
              + " lists and what is sent.")
  Duration timeout = Stores.LIMIT;

  private ObjectStore store;

  /** Whether a file lies, or would lie, inside the vault, as only a folder can have files. */
  public boolean contains(Path file) {
    Optional<Path> folder = Stores.folderAt(vault);
    if (folder.isEmpty()) {
      return false;
    }
    try {
      return real(file.toAbsolutePath()).startsWith(real(folder.get().toAbsolutePath()));
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "cannot look at \"" + file + "\": " + FileErrors.reason(e, file), null, e);
    }
  }

  /** With symbolic links followed as far as there is something. */
  private static Path real(Path path) throws IOException {
    Path normal = path.normalize();
    Path parent = normal.getParent();
    if (parent == null || Files.exists(normal)) {
      return normal.toRealPath();
    }
    return real(parent).resolve(normal.getFileName());
  }

  /** Whether a place is given. */
  public boolean given() {
    return vault != null && !vault.isEmpty();
  }

  /** Where it is, without what says how to reach it; empty if none is named. */
  public String name() {
    return given() ? vault.replaceFirst("(?s)\\?.*", "") : "";
  }

  /** The vault's folder, if it is named and is one. */
  public Optional<Path> folder() {
    return given() ? Stores.folderAt(vault) : Optional.empty();
  }

  /**
   * The place of the vault, whether there is one or not: one for all who ask, since a service opens
   * its vaults each minute, and each client of a bucket has threads.
   */
  public synchronized ObjectStore store(Invocation invocation, Console console) {
    if (!given()) {
      throw Failure.USAGE.exception(
          "no vault is given",
          "Name its folder or bucket with --vault or in NESSIE_BACKUP_VAULT, or a catalog of the"
              + " settings with --catalog.");
    }
    if (timeout.isZero()) {
      throw Failure.USAGE.exception(
          "--vault-timeout is 0, so nothing could be done", "Give some seconds.");
    }
    if (store == null) {
      store = Stores.at(vault, timeout, invocation, console);
    }
    return store;
  }
}
