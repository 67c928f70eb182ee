package org.nessiebackup.cli.replica;

import java.util.Optional;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.Passwords;
import org.nessiebackup.replica.ReplicaOptions;
import picocli.CommandLine.Option;

/** How the replica's server reaches the primary. */
final class PrimaryLinkOptions {
  @Option(
      names = "--primary-address",
      paramLabel = "WORDS",
      order = 27,
      description =
          "How the replica's server reaches the primary, in libpq's form, such as"
              + " \"host=db.internal port=5432 sslmode=verify-full\"; as this program does, if not"
              + " said.")
  String address;

  @Option(
      names = "--primary-password-file",
      paramLabel = "FILE",
      order = 27,
      description =
          "A file whose first line is the password with which the replica's server logs in to the"
              + " primary.")
  String passwordFile;

  @Option(
      names = "--primary-password-command",
      paramLabel = "COMMAND",
      order = 27,
      description = "A shell command that prints that password.")
  String passwordCommand;

  ReplicaOptions.Link link(Invocation invocation) {
    return new ReplicaOptions.Link(ReplicaDatabaseOptions.given(address), password(invocation));
  }

  private Optional<Secret> password(Invocation invocation) {
    return ReplicaDatabaseOptions.given(passwordFile)
        .map(file -> Passwords.fromFile(file, "password", "--primary-password-file"))
        .or(
            () ->
                ReplicaDatabaseOptions.given(passwordCommand)
                    .map(
                        line ->
                            Passwords.fromCommand(
                                line, "password", "--primary-password-command", invocation)));
  }
}
