/**
 * The emergency reset: moves the tables of a catalog aside, so that Nessie begins anew, and drops
 * nothing.
 */
package org.nessiebackup.reset;
