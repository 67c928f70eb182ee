/**
 * Follows the changes of a catalog by logical decoding and keeps every committed transaction in the
 * vault; makes and removes what that takes on the server, a replication slot and a publication.
 */
package org.nessiebackup.journal;
