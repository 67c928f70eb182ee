/**
 * The emergency reset: moves the tables of a catalog aside, so that Nessie starts empty, and drops
 * nothing.
 */
package org.nessiebackup.reset;
