/**
 * Backups in a store: where their objects lie, how one begins, becomes visible, is listed, read and
 * removed. Sole owner of object names and layout.
 *
 * <pre>
 * vault.json
 * backups/ID/manifest.json        written last; the backup exists from then on
 * backups/ID/TABLE-NNNN.copy.zst
 * probe/NAME                      for a moment, while somebody checks that the vault can be written
 * </pre>
 */
package org.nessiebackup.vault;
