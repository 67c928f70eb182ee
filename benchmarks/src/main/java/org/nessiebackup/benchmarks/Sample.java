package org.nessiebackup.benchmarks;

/**
 * One measurement.
 *
 * @param seconds from the start of the process to its end
 * @param peakBytes the most memory that it has had; 0 if unknown
 * @param output what it has printed
 */
record Sample(double seconds, long peakBytes, String output) {}
