package org.nessiebackup.kubernetes.workload;

import java.util.Optional;

/**
 * A CronJob that must not run while a catalog is exchanged, and how it was before.
 *
 * @param name its name
 * @param suspendedBefore its {@code suspend}; empty if it had none
 */
public record PausedCronJob(String name, Optional<Boolean> suspendedBefore) {}
