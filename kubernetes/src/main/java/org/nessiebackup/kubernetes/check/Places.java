package org.nessiebackup.kubernetes.check;

import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/** Database and vault, as the user has named them, or else as the CronJob's settings do. */
public interface Places {
  /** The database that the user has named. */
  Optional<Database> givenDatabase();

  /**
   * The database that a job's settings name.
   *
   * @throws org.nessiebackup.BackupException if they name none
   */
  Database database(JobEnvironment job);

  /** Whether the user has named a vault. */
  boolean vaultGiven();

  /**
   * Opens the vault that the user has named, or else that of a job's settings.
   *
   * @throws org.nessiebackup.BackupException why that cannot be done
   */
  Vault vault(Optional<JobEnvironment> job);

  /** Its folder, if it is one. */
  Optional<Path> vaultFolder(Optional<JobEnvironment> job);
}
