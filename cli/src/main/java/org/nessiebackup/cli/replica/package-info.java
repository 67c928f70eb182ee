/** The commands of a replica: a second catalog that follows, and can take over. */
package org.nessiebackup.cli.replica;
