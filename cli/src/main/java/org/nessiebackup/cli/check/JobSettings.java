package org.nessiebackup.cli.check;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.connection.ConnectionSource;
import org.nessiebackup.cli.connection.LibpqSettings;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.KeySource;
import org.nessiebackup.cli.option.Stores;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.SettingNames;
import org.nessiebackup.kubernetes.check.JobEnvironment;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/**
 * What the settings of a job on Kubernetes mean, by the same rules as the program in its pods reads
 * them.
 */
final class JobSettings {
  private final JobEnvironment job;
  private final Invocation invocation;

  /** Of a job; {@code invocation} is that of this process. */
  JobSettings(JobEnvironment job, Invocation invocation) {
    this.job = job;
    Map<String, String> variables =
        job.variables().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()));
    this.invocation = invocation.withEnvironment(variables);
  }

  /**
   * The database.
   *
   * @throws BackupException {@link Failure#USAGE} if none is named
   */
  Database database(Console console) {
    ConnectionSource source =
        option("--jdbc-url")
            .or(() -> option("--jdbc-url-file").flatMap(job::firstLine).map(Secret::value))
            .map(url -> ConnectionSource.explicit(url, false, invocation))
            .or(() -> ConnectionSource.fromEnvironment(invocation))
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "the CronJob's settings name no database",
                        "Set NESSIE_BACKUP_JDBC_URL or POSTGRES_HOST with what belongs to it in the"
                            + " template of its pods."));
    return new Database(
        new ConnectionSettings(
            new LibpqSettings(invocation).applyTo(source.jdbcUrl()),
            option("--user").or(source::user),
            password().or(source::password),
            Tool.nameAndVersion()),
        console.work().progress());
  }

  private Optional<Secret> password() {
    return option("--password-file").flatMap(job::firstLine);
  }

  /** Opens the vault. */
  Vault vault(Console console, Invocation own, KeySource... sources) {
    return VaultOption.open(
        Stores.at(
            option("--vault")
                .orElseThrow(
                    () ->
                        Failure.USAGE.exception(
                            "the CronJob's settings name no vault",
                            "Set NESSIE_BACKUP_VAULT in the template of its pods.")),
            Stores.LIMIT,
            own,
            console),
        own,
        console,
        sources);
  }

  /** The folder of the vault, if it is one. */
  Optional<Path> vaultFolder() {
    return option("--vault").flatMap(Stores::folderAt);
  }

  private Optional<String> option(String name) {
    return invocation
        .variable(SettingNames.variable("backup", name))
        .or(() -> invocation.variable(SettingNames.variable(name)));
  }
}
