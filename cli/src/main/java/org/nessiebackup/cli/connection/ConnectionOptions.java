package org.nessiebackup.cli.connection;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.Passwords;
import org.nessiebackup.cli.settings.OptionValue;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.postgres.ConnectionLimits;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the database is reached. */
public final class ConnectionOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec mixee;

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      order = 20,
      description =
          "The database: jdbc:postgresql://HOST:PORT/DATABASE, or postgresql://HOST:PORT/DATABASE.")
  String jdbcUrl;

  @Option(
      names = "--jdbc-url-file",
      paramLabel = "FILE",
      order = 21,
      description = "A file whose first line is that URL, which may hold a login there.")
  String jdbcUrlFile;

  @Option(names = "--user", paramLabel = "NAME", order = 22, description = "The database role.")
  String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      order = 23,
      description = "A file whose first line is the password.")
  String passwordFile;

  @Option(
      names = "--password-command",
      paramLabel = "COMMAND",
      order = 24,
      description = "A shell command that prints the password.")
  String passwordCommand;

  @Mixin ConnectionLimitOptions limits = new ConnectionLimitOptions();

  /** The database that the options or the environment name. */
  public Database database(Invocation invocation, Console console) {
    return new Database(
        settings(invocation)
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "no database is given",
                        "Use --jdbc-url, or set POSTGRES_HOST, PGHOST, PGSERVICE or"
                            + " QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL with what belongs to it.")),
        console.work().progress());
  }

  /** The same; empty where nothing names one. */
  public Optional<Database> given(Invocation invocation, Console console) {
    return settings(invocation).map(settings -> new Database(settings, console.work().progress()));
  }

  /** Another database than the usual one, reached with the login options. */
  public Database databaseAt(String url, Invocation invocation, Console console) {
    return new Database(settingsAt(url, invocation), console.work().progress());
  }

  /** Another server's database, as its own source says, and waited for as long. */
  public Database databaseAt(ConnectionSource source, Invocation invocation, Console console) {
    LibpqSettings libpq = new LibpqSettings(invocation);
    return new Database(
        new ConnectionSettings(
            libpq.applyTo(source.jdbcUrl()),
            source.user(),
            source.password(),
            Tool.nameAndVersion(),
            limits.limits(libpq.connectTimeout().orElse(ConnectionLimits.DEFAULT.connect()))),
        console.work().progress());
  }

  /** How another database than the usual one is reached, with the login options. */
  public ConnectionSettings settingsAt(String url, Invocation invocation) {
    return settings(
        ConnectionSource.explicit(url, typed("--target-jdbc-url"), invocation), invocation);
  }

  Optional<ConnectionSettings> settings(Invocation invocation) {
    Optional<ConnectionSource> source =
        named(invocation).or(() -> ConnectionSource.fromEnvironment(invocation));
    return source.map(found -> settings(found, invocation));
  }

  private Optional<ConnectionSource> named(Invocation invocation) {
    return one("--jdbc-url", jdbcUrl, "--jdbc-url-file", jdbcUrlFile)
        .map(
            option ->
                option.equals("--jdbc-url")
                    ? ConnectionSource.explicit(jdbcUrl, typed(option), invocation)
                    : ConnectionSource.explicit(
                        Passwords.fromFile(jdbcUrlFile, "URL", option).value(), false, invocation));
  }

  private ConnectionSettings settings(ConnectionSource source, Invocation invocation) {
    LibpqSettings libpq = new LibpqSettings(invocation);
    return new ConnectionSettings(
        libpq.applyTo(source.jdbcUrl()),
        given(user).filter(unused -> isFor("--user", source)).or(source::user),
        password(source, invocation).or(source::password),
        Tool.nameAndVersion(),
        limits.limits(libpq.connectTimeout().orElse(ConnectionLimits.DEFAULT.connect())));
  }

  private Optional<Secret> password(ConnectionSource source, Invocation invocation) {
    return one("--password-file", passwordFile, "--password-command", passwordCommand)
        .filter(option -> isFor(option, source))
        .map(
            option ->
                option.equals("--password-file")
                    ? Passwords.fromFile(passwordFile)
                    : Passwords.fromCommand(passwordCommand, invocation));
  }

  /** Which of two options counts that say the same: the command line wins over the environment. */
  private Optional<String> one(String first, String value, String second, String other) {
    if (given(value).isPresent() && given(other).isPresent()) {
      if (typed(first) == typed(second)) {
        throw Failure.USAGE.exception(
            "both %s and %s are given".formatted(first, second), "Keep the one that is meant.");
      }
      return Optional.of(typed(first) ? first : second);
    }
    return given(value).map(unused -> first).or(() -> given(other).map(unused -> second));
  }

  /**
   * Whether a part of a login goes with a database. In a file of settings it belongs to the server
   * that stands beside it, if one does, and is shown to no other.
   */
  private boolean isFor(String option, ConnectionSource source) {
    Settings settings = SettingDefaults.settings(command());
    return typed(option)
        || settings
            .beside(command(), option, "--jdbc-url")
            .map(OptionValue::text)
            .or(
                () ->
                    settings
                        .beside(command(), option, "--jdbc-url-file")
                        .map(
                            file ->
                                Passwords.fromFile(file.text(), "URL", "--jdbc-url-file").value()))
            .map(url -> ConnectionSource.isSameServer(url, source.jdbcUrl()))
            .orElse(true);
  }

  /** Options may be in a mixin of a mixin; they know the command itself. */
  private CommandSpec command() {
    return mixee.findOption("--user").command();
  }

  private boolean typed(String option) {
    return command().commandLine().getParseResult().hasMatchedOption(option);
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
