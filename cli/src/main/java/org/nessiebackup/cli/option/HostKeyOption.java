package org.nessiebackup.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Option;

/** The key that signs backups. */
public final class HostKeyOption implements KeySource {
  @Option(
      names = "--host-key",
      paramLabel = "FILE",
      order = 12,
      description = "The key that signs backups; found where init writes it.")
  String hostKey;

  /** The file, whether it is there or not; absent where none is named and none can be guessed. */
  public Optional<Path> file(VaultDescription vault, Invocation invocation) {
    return file(hostKey, vault, invocation);
  }

  @Override
  public VaultAccess add(VaultAccess access, Request request) {
    return add(hostKey, access, request);
  }

  /** Adds the key in a file that a user has named, or that lies where it is looked for. */
  static VaultAccess add(String named, VaultAccess access, Request request) {
    return add(
        file(named, request.vault(), request.invocation())
            .filter(file -> isNamed(named) || Files.exists(file)),
        access,
        request);
  }

  /** Adds the key in such a file, if there is one. */
  public static VaultAccess addIfThere(
      Optional<String> named, VaultAccess access, Request request) {
    return add(
        file(named.orElse(null), request.vault(), request.invocation()).filter(Files::exists),
        access,
        request);
  }

  private static VaultAccess add(Optional<Path> found, VaultAccess access, Request request) {
    return found
        .map(
            file ->
                access.withHostKey(
                    HostKey.parse(
                        file.toString(), KeyFiles.secret(file, "host key", request.warn()))))
        .orElse(access);
  }

  private static Optional<Path> file(String named, VaultDescription vault, Invocation invocation) {
    return isNamed(named)
        ? Optional.of(KeyFiles.path(named, "--host-key"))
        : DefaultKeyPaths.of(invocation).hostKey(vault.shortId());
  }

  private static boolean isNamed(String name) {
    return name != null && !name.isEmpty();
  }
}
