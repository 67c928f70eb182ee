/**
 * Catalog tables on a PostgreSQL server: finding and describing them, reading them in one snapshot,
 * loading them beside what is there, and swapping. Knows SQL, not Nessie; sole owner of JDBC.
 *
 * <p>Whatever comes from outside (names in a backup, options) reaches the server as a parameter or
 * as a quoted identifier, never as SQL text.
 */
package org.nessiebackup.postgres;
