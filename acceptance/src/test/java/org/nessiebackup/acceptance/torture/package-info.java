/**
 * A catalog that changes all the time and everything that can be done to it and its vaults, in an
 * order that a seed decides, with kills, crashes and clocks that jump in between. What a recovery
 * point has to give back is computed from a log of all changes, by the server's own rules of what a
 * snapshot sees.
 */
package org.nessiebackup.acceptance.torture;
