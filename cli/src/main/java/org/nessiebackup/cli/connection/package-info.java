/** How to reach the database, and which catalog in it is meant. */
package org.nessiebackup.cli.connection;
