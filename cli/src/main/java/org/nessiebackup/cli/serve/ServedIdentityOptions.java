package org.nessiebackup.cli.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.KeySource;
import org.nessiebackup.cli.settings.SettingNames;
import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Option;

/**
 * The keys with which a service reads backups: none that it was not given by these options. One
 * that lies where {@code init} writes it, or that is set for other commands, is not for a process
 * that is always there.
 */
final class ServedIdentityOptions implements KeySource {
  @Option(
      names = "--identity",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "FILE",
      order = 13,
      description =
          "A file with age identities, to look into backups and rehearse restores; none is found"
              + " by itself here.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--identity-command",
      paramLabel = "COMMAND",
      order = 14,
      description = "A shell command that prints such a file.")
  String command;

  boolean given() {
    return keys().given();
  }

  private IdentityOptions keys() {
    return IdentityOptions.of(files, command);
  }

  @Override
  public VaultAccess add(VaultAccess access, Request request) {
    return given() ? keys().add(access, request) : access;
  }

  /** The variables by which other commands have these, and no others. */
  Map<String, String> variables() {
    String identity = SettingNames.variable("--identity");
    if (!given()) {
      return Map.of(identity, IdentityOptions.OFF);
    }
    Map<String, String> variables = new HashMap<>();
    variables.put(identity, String.join("\n", files));
    if (command != null) {
      variables.put(SettingNames.variable("--identity-command"), command);
    }
    return variables;
  }
}
