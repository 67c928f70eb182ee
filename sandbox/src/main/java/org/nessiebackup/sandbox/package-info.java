/**
 * Throw-away PostgreSQL servers and Nessie catalogs with real content: what the demo, drills, tests
 * and benchmarks stand on. Nothing in here knows backups.
 */
package org.nessiebackup.sandbox;
