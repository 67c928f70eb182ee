package org.nessiebackup.kubernetes.job;

/**
 * How a command has ended in the cluster.
 *
 * @param job the name of its Job
 * @param exitCode what the program has ended with
 */
public record JobResult(String job, int exitCode) {}
