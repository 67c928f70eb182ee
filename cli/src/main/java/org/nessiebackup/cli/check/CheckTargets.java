package org.nessiebackup.cli.check;

import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.check.JobEnvironment;
import org.nessiebackup.kubernetes.check.Places;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/**
 * Database and vault by the options of {@code check}, or else by the CronJob's settings.
 *
 * @param check the command
 */
record CheckTargets(CheckCommand check) implements Places {
  @Override
  public Optional<Database> givenDatabase() {
    return check.connection.given(check.root.invocation(), check.root.console());
  }

  @Override
  public Database database(JobEnvironment job) {
    return settings(job).database(check.root.console());
  }

  @Override
  public boolean vaultGiven() {
    return check.vault.given();
  }

  @Override
  public Vault vault(Optional<JobEnvironment> job) {
    if (vaultGiven()) {
      return check.openVault();
    }
    JobEnvironment environment =
        job.orElseThrow(() -> Failure.USAGE.exception("no vault is given"));
    return settings(environment)
        .vault(
            check.root.console(),
            check.root.invocation(),
            check.vault.hostKey(),
            check.vault.trusted(),
            check.identities);
  }

  @Override
  public Optional<Path> vaultFolder(Optional<JobEnvironment> job) {
    return vaultGiven()
        ? check.vault.folder()
        : job.map(this::settings).flatMap(JobSettings::vaultFolder);
  }

  private JobSettings settings(JobEnvironment job) {
    return new JobSettings(job, check.root.invocation());
  }
}
