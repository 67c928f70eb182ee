package org.nessiebackup.kubernetes.check;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;

/**
 * What to check.
 *
 * @param cronJob the CronJob that makes backups
 * @param workload which workload is Nessie
 * @param catalog what to check of database and vault
 * @param runBackup how long a backup may take that is run now; absent to run none
 */
public record ClusterCheckOptions(
    String cronJob, WorkloadQuery workload, CheckOptions catalog, Optional<Duration> runBackup) {}
