/**
 * Measures what users wait for: our commands beside {@code pg_dump}, {@code psql} and {@code
 * pg_restore}, as whole processes, in turn, in one run on one server.
 */
package org.nessiebackup.benchmarks;
