package org.nessiebackup.cli.replica;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.connection.ConnectionSource;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.Passwords;
import org.nessiebackup.postgres.Database;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The database where a replica is. Its login is its own: none of the primary's goes there. */
public final class ReplicaDatabaseOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec mixee;

  @Option(
      names = "--replica-jdbc-url",
      paramLabel = "URL",
      order = 26,
      description = "The database of the replica, as --jdbc-url names the primary's.")
  String url;

  @Option(
      names = "--replica-jdbc-url-file",
      paramLabel = "FILE",
      order = 26,
      description = "A file whose first line is that URL, which may hold a login there.")
  String urlFile;

  @Option(
      names = {"--replica-user", "--to-user"},
      paramLabel = "NAME",
      order = 26,
      description = "The role there.")
  String user;

  @Option(
      names = {"--replica-password-file", "--to-password-file"},
      paramLabel = "FILE",
      order = 26,
      description = "A file whose first line is the password there.")
  String passwordFile;

  @Option(
      names = {"--replica-password-command", "--to-password-command"},
      paramLabel = "COMMAND",
      order = 26,
      description = "A shell command that prints the password there.")
  String passwordCommand;

  /** That database, waited for as long as any other. */
  Database database(ConnectionOptions connection, Invocation invocation, Console console) {
    return database(Optional.empty(), connection, invocation, console);
  }

  /**
   * The same.
   *
   * @param to where it is, if the command line says so by {@code --to}
   */
  Database database(
      Optional<String> to, ConnectionOptions connection, Invocation invocation, Console console) {
    ConnectionSource source =
        to.map(given -> ConnectionSource.alone(given, typed("--to")))
            .or(
                () ->
                    given(url)
                        .map(each -> ConnectionSource.alone(each, typed("--replica-jdbc-url"))))
            .or(
                () ->
                    given(urlFile)
                        .map(file -> Passwords.fromFile(file, "URL", "--replica-jdbc-url-file"))
                        .map(read -> ConnectionSource.alone(read.value(), false)))
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "it is not said where the replica is",
                        "Use --replica-jdbc-url, or --to where one is made."));
    return connection.databaseAt(source.as(given(user), password(invocation)), invocation, console);
  }

  private Optional<Secret> password(Invocation invocation) {
    return given(passwordFile)
        .map(file -> Passwords.fromFile(file, "password", "--replica-password-file"))
        .or(
            () ->
                given(passwordCommand)
                    .map(
                        line ->
                            Passwords.fromCommand(
                                line, "password", "--replica-password-command", invocation)));
  }

  private boolean typed(String option) {
    return mixee.commandLine().getParseResult().hasMatchedOption(option);
  }

  static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
