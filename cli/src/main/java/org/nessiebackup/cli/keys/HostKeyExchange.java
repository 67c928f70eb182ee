package org.nessiebackup.cli.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.KeyFiles;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.store.FileErrors;

/**
 * The files of a key that is exchanged for another. The new one is written before anything else, so
 * that it is there whenever the vault asks for it; it gets the name of the old one at last.
 */
record HostKeyExchange(Path old, Path next, boolean inPlace) {
  /**
   * Looks at the files.
   *
   * @param old the file of the key that signs now
   * @param next the file of the key that shall sign; beside the old one if absent
   */
  static HostKeyExchange of(Optional<Path> old, Optional<String> next) {
    Path file =
        old.orElseThrow(
            () ->
                Failure.KEY_MISSING.exception(
                    "no host key is given", "Name its file with --host-key."));
    return new HostKeyExchange(
        file,
        next.map(name -> KeyFiles.path(name, "--new-host-key"))
            .orElseGet(() -> beside(file, ".new")),
        next.isEmpty());
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Whether a former exchange was stopped between the last two steps: there is only a new key. */
  boolean interrupted() {
    return inPlace && Files.notExists(old) && Files.exists(next);
  }

  /** Refuses a place where the readers of the vault would have the key too. */
  void check(VaultOption vault) {
    if (vault.contains(next)) {
      throw Failure.USAGE.exception(
          "the file \"%s\" lies inside the vault, whose readers would have the key too"
              .formatted(next),
          "Name one outside the vault with --new-host-key.");
    }
  }

  /** The new key: the one that is there, from a former exchange or from elsewhere, or a new one. */
  HostKey next(SecureRandom random, Consumer<String> warn) {
    if (Files.exists(next)) {
      return HostKey.parse(next.toString(), KeyFiles.secret(next, "host key", warn));
    }
    HostKey made = HostKey.generate(random);
    KeyFiles.write(next, "host key", "--new-host-key", made.pem());
    return made;
  }

  /** Gives the new key the name of the old one, which gets one of its own. */
  void finish(Consumer<String> warn) {
    if (!inPlace) {
      return;
    }
    try {
      if (Files.exists(old)) {
        HostKey former = HostKey.parse(old.toString(), KeyFiles.secret(old, "host key", warn));
        String mark = former.verificationKey().text().substring(0, 8);
        Files.move(old, beside(old, ".retired-" + mark), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(next, old, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "the vault has the new host key, but its file \"%s\" cannot be renamed to \"%s\": %s"
              .formatted(next, old, FileErrors.reason(e, old)),
          "Rename it by hand.",
          e);
    }
  }

  /** Where the new key is, when all is done. */
  Path place() {
    return inPlace ? old : next;
  }
}
