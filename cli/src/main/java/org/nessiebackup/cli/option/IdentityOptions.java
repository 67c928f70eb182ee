package org.nessiebackup.cli.option;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.crypto.Identities;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Option;

/** The keys that read encrypted backups. */
public final class IdentityOptions implements KeySource {
  /** In place of a file: no identity, not even the one that is found. */
  public static final String OFF = "off";

  @Option(
      names = "--identity",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "FILE",
      order = 13,
      description =
          "A file with age identities; may be given several times. Found where init writes it;"
              + " \"off\" for none.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--identity-command",
      paramLabel = "COMMAND",
      order = 14,
      description = "A shell command that prints such a file.")
  String command;

  /** Those that somebody else was given. */
  public static IdentityOptions of(List<String> files, String command) {
    IdentityOptions options = new IdentityOptions();
    options.files = List.copyOf(files);
    options.command = command;
    return options;
  }

  /** Whether there are any that are not merely found. */
  public boolean given() {
    return !files.contains(OFF)
        && (files.stream().anyMatch(file -> !file.isEmpty())
            || (command != null && !command.isEmpty()));
  }

  @Override
  public VaultAccess add(VaultAccess access, Request request) {
    if (files.contains(OFF)) {
      return access;
    }
    List<Identity> identities = new ArrayList<>();
    for (String file : files) {
      if (!file.isEmpty()) {
        identities.addAll(read(KeyFiles.path(file, "--identity"), request));
      }
    }
    if (command != null && !command.isEmpty()) {
      byte[] printed =
          new SecretCommand("identity command", "--identity-command")
              .run(command, request.invocation());
      identities.addAll(
          Identities.parse(
              "the output of --identity-command", new String(printed, StandardCharsets.UTF_8)));
    }
    if (identities.isEmpty()) {
      DefaultKeyPaths.of(request.invocation())
          .identity(request.vault().shortId())
          .filter(Files::exists)
          .map(file -> read(file, request))
          .ifPresent(identities::addAll);
    }
    return access.withIdentities(identities);
  }

  private static List<Identity> read(Path file, Request request) {
    return Identities.parse(file.toString(), KeyFiles.secret(file, "identity", request.warn()));
  }
}
