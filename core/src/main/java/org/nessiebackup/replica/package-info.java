/**
 * A second catalog, on another server, that follows by PostgreSQL's own logical replication and can
 * take the catalog over: begun from a backup that is taken in the snapshot of a replication slot,
 * so that nothing is missing and nothing comes twice.
 */
package org.nessiebackup.replica;
