package org.nessiebackup.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.cli.output.Invocation;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.vault.VaultAccess;
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
    return named().map(KeyFiles::path).or(() -> KeyPlaces.of(invocation).hostKey(vault.shortId()));
  }

  @Override
  public VaultAccess add(VaultAccess access, Request request) {
    return file(request.vault(), request.invocation())
        .filter(file -> named().isPresent() || Files.exists(file))
        .map(
            file ->
                access.withHostKey(
                    HostKey.parse(
                        file.toString(), KeyFiles.secret(file, "host key", request.warn()))))
        .orElse(access);
  }

  private Optional<String> named() {
    return Optional.ofNullable(hostKey).filter(name -> !name.isEmpty());
  }
}
