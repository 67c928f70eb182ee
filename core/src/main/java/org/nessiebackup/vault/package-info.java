/**
 * Backups in a store: where their objects lie, how one begins, becomes visible, is listed, read and
 * removed. Sole owner of object names and layout.
 *
 * <pre>
 * vault.json
 * backups/ID/manifest.json        written last; the backup exists from then on
 * backups/ID/TABLE-NNNN.copy.zst
 * </pre>
 */
package org.nessiebackup.vault;
