/**
 * Takes one full backup of a catalog: one snapshot, parallel readers, segments, and the manifest
 * last.
 */
package org.nessiebackup.backup;
