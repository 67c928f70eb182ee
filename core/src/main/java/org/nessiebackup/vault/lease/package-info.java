/**
 * Who is at work on a vault: leases that end by themselves, and are checked right before anything
 * becomes visible or goes.
 */
package org.nessiebackup.vault.lease;
