package org.nessiebackup.cli.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.DefaultKeyPaths;
import org.nessiebackup.cli.option.KeyFiles;
import org.nessiebackup.cli.option.VaultPlaceOption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identities;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.report.VaultJson.NewKeyFiles;

/**
 * The keys of a vault that is about to be made: given, or made and written to files. They are
 * written first, because a vault whose keys nobody has is worth nothing; what was written is
 * removed again on closing if it was not said to be kept.
 */
final class NewKeys implements AutoCloseable {
  private final String shortId;
  private final Setup setup;
  private final Set<Recipient> recipients = new LinkedHashSet<>();
  private final List<Path> written = new ArrayList<>();
  private Optional<HostKey> hostKey = Optional.empty();
  private Optional<Path> identityFile = Optional.empty();
  private Optional<Path> hostKeyFile = Optional.empty();

  private NewKeys(String vaultId, Setup setup) {
    this.shortId = vaultId.substring(0, 8);
    this.setup = setup;
  }

  /**
   * What it takes to make keys.
   *
   * @param vault where the vault is going to be
   * @param invocation where to look
   * @param warn hears of what is not as it should be
   * @param random for new keys
   */
  record Setup(
      VaultPlaceOption vault, Invocation invocation, Consumer<String> warn, SecureRandom random) {}

  static NewKeys make(NewKeyOptions options, String vaultId, Setup setup) {
    NewKeys keys = new NewKeys(vaultId, setup);
    try {
      if (!options.noEncryption) {
        keys.recipients(options);
      }
      if (!options.noSigning) {
        keys.hostKey(options);
      }
      return keys;
    } catch (RuntimeException | Error e) {
      keys.closeAfter(e);
      throw e;
    }
  }

  private void recipients(NewKeyOptions options) {
    recipients.addAll(options.recipients.recipients());
    if (recipients.isEmpty() || options.identity().isPresent()) {
      Path file = place(options.identity(), DefaultKeyPaths::identity, "--identity");
      identityFile = Optional.of(file);
      identities(file).stream().map(Identity::recipient).forEach(recipients::add);
    }
  }

  private List<Identity> identities(Path file) {
    if (Files.exists(file)) {
      return Identities.parse(file.toString(), KeyFiles.secret(file, "identity", setup.warn()));
    }
    Identity made = Identity.generate(setup.random());
    write(
        file,
        "identity",
        """
        # Reads all backups of the nessie-backup vault %s. Keep it secret, and keep it.
        # public key: %s
        %s
        """
            .formatted(shortId, made.recipient(), made.text()));
    return List.of(made);
  }

  private void hostKey(NewKeyOptions options) {
    Path file = place(options.hostKey(), DefaultKeyPaths::hostKey, "--host-key");
    hostKeyFile = Optional.of(file);
    if (Files.exists(file)) {
      hostKey =
          Optional.of(
              HostKey.parse(file.toString(), KeyFiles.secret(file, "host key", setup.warn())));
      return;
    }
    HostKey made = HostKey.generate(setup.random());
    write(file, "host key", made.pem());
    hostKey = Optional.of(made);
  }

  private void write(Path file, String what, String text) {
    KeyFiles.write(file, what, "--" + what.replace(' ', '-'), text);
    written.add(file);
  }

  @FunctionalInterface
  private interface Usual {
    Optional<Path> of(DefaultKeyPaths places, String shortId);
  }

  private Path place(Optional<String> named, Usual usual, String option) {
    Path file =
        named
            .map(name -> KeyFiles.path(name, option))
            .or(() -> usual.of(DefaultKeyPaths.of(setup.invocation()), shortId))
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "there is no place to write a key to: neither XDG_CONFIG_HOME nor HOME is"
                            + " set",
                        "Name a file outside the vault with " + option + "."));
    if (setup.vault().contains(file)) {
      throw Failure.USAGE.exception(
          "the file \"%s\" lies inside the vault, whose readers would have the key too"
              .formatted(file),
          "Name one outside the vault with " + option + ".");
    }
    return file;
  }

  List<Recipient> recipients() {
    return List.copyOf(recipients);
  }

  Optional<HostKey> hostKey() {
    return hostKey;
  }

  NewKeyFiles files() {
    return new NewKeyFiles(identityFile, hostKeyFile);
  }

  /** The vault is made, so the files are needed. */
  void keep() {
    written.clear();
  }

  private void closeAfter(Throwable reason) {
    try {
      close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try {
      for (Path file : written) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
