/**
 * Replicas of the catalog: what there is, how far each has come, and which of several servers has
 * the catalog now.
 */
package org.nessiebackup.vault.replica;
