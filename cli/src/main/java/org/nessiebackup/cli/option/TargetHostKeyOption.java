package org.nessiebackup.cli.option;

import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Option;

/** The key that signs in a second vault with keys of its own. */
public final class TargetHostKeyOption implements KeySource {
  @Option(
      names = "--to-host-key",
      paramLabel = "FILE",
      order = 16,
      description =
          "The key that signs in a second vault that init has made; found where init writes it.")
  String hostKey;

  @Override
  public VaultAccess add(VaultAccess access, Request request) {
    return HostKeyOption.add(hostKey, access, request);
  }
}
