package org.nessiebackup.cli.connection;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.Passwords;
import org.nessiebackup.postgres.Database;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The database of a replica, where there may be one. Its login is its own: none of the catalog's
 * goes there.
 */
public final class ReplicaConnectionOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec mixee;

  @Option(
      names = "--replica-jdbc-url",
      paramLabel = "URL",
      order = 66,
      description = "The database of the replica, as --jdbc-url names the primary's.")
  String url;

  @Option(
      names = "--replica-jdbc-url-file",
      paramLabel = "FILE",
      order = 66,
      description = "A file whose first line is that URL, which may hold a login there.")
  String urlFile;

  @Option(
      names = "--replica-user",
      paramLabel = "NAME",
      order = 66,
      description = "The role there.")
  String user;

  @Option(
      names = "--replica-password-file",
      paramLabel = "FILE",
      order = 66,
      description = "A file whose first line is the password there.")
  String passwordFile;

  @Option(
      names = "--replica-password-command",
      paramLabel = "COMMAND",
      order = 66,
      description = "A shell command that prints the password there.")
  String passwordCommand;

  /**
   * That database; empty if none is named. Passwords are read when it is asked for.
   *
   * @param connection says how long it is waited for
   */
  public Optional<Supplier<Database>> database(
      ConnectionOptions connection, Invocation invocation, Console console) {
    refuseBoth("--replica-jdbc-url", url, "--replica-jdbc-url-file", urlFile);
    refuseBoth(
        "--replica-password-file", passwordFile, "--replica-password-command", passwordCommand);
    return given(url)
        .or(() -> given(urlFile))
        .map(named -> () -> connection.databaseAt(source(invocation), invocation, console));
  }

  ConnectionSource source(Invocation invocation) {
    ConnectionSource source =
        given(url)
            .map(text -> ConnectionSource.alone(text, typed("--replica-jdbc-url")))
            .orElseGet(
                () ->
                    ConnectionSource.alone(
                        Passwords.fromFile(urlFile, "URL", "--replica-jdbc-url-file").value(),
                        false));
    return source.as(given(user), password(invocation));
  }

  private Optional<Secret> password(Invocation invocation) {
    return given(passwordFile)
        .map(file -> Passwords.fromFile(file, "password", "--replica-password-file"))
        .or(
            () ->
                given(passwordCommand)
                    .map(
                        command ->
                            Passwords.fromCommand(
                                command, "password", "--replica-password-command", invocation)));
  }

  private static void refuseBoth(String first, String value, String second, String other) {
    if (given(value).isPresent() && given(other).isPresent()) {
      throw Failure.USAGE.exception(
          "both %s and %s are given".formatted(first, second), "Keep the one that is meant.");
    }
  }

  /** Options may be in a mixin of a mixin; they know the command itself. */
  private boolean typed(String option) {
    return mixee
        .findOption(option)
        .command()
        .commandLine()
        .getParseResult()
        .hasMatchedOption(option);
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
