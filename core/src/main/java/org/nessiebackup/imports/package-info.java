/**
 * Reads plain SQL dumps, as pg_dump writes them, into a vault as normal backups; parses them and
 * never executes them.
 */
package org.nessiebackup.imports;
