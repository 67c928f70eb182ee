/**
 * Takes one backup of a catalog: one snapshot, the decision how much has to be stored, segments,
 * and the manifest last. Everything is read by parallel readers, what has changed by one.
 */
package org.nessiebackup.backup;
