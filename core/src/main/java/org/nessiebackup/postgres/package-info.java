/**
 * The way to a PostgreSQL server: connections and their safety, sessions that give up a silent
 * server, a pool of them, streams of committed changes, what the server says of itself, and the
 * driver's errors in our words. Knows no table. Owns JDBC together with {@link
 * org.nessiebackup.tables}, {@link org.nessiebackup.replication}, {@link
 * org.nessiebackup.properties} and {@link org.nessiebackup.swap}, which alone send SQL through a
 * session.
 *
 * <p>Whatever comes from outside (names in a backup, options) reaches the server as a parameter or
 * as a quoted identifier, never as SQL text.
 */
package org.nessiebackup.postgres;
