/**
 * Follows the references of a catalog with the right to read two tables and nothing else, and keeps
 * in the vault what has become reachable: a recovery point for each look.
 */
package org.nessiebackup.tip;
