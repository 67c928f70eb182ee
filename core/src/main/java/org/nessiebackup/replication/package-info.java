/**
 * Logical replication as PostgreSQL's catalogs have it: slots, publications, messages in the log,
 * and what a server or a role lacks for them. SQL only; what a slot streams comes from {@link
 * org.nessiebackup.postgres.ReplicationSession}.
 */
package org.nessiebackup.replication;
