/**
 * What PostgreSQL's own output plugin for logical decoding, {@code pgoutput}, says in version 1 of
 * its protocol: which rows committed transactions have changed. Bytes become values here, and
 * nothing else: no connection, no SQL, no Nessie.
 *
 * <p>In version 1 a transaction arrives as a whole and only once it is committed, one after the
 * other, in the order of their commits. What was rolled back, to a savepoint too, never arrives.
 */
package org.nessiebackup.pgoutput;
