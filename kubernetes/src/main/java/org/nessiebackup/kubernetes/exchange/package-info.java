/**
 * Exchanges a catalog while its Nessie is stopped, whatever takes its place: the steps, their
 * order, how they are taken up again after a crash, and the way back. The operations say what is
 * exchanged; here nobody knows what a backup is.
 */
package org.nessiebackup.kubernetes.exchange;
