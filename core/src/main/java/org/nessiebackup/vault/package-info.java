/**
 * Backups in a store: where their objects lie, how one begins, becomes visible, is listed, read and
 * removed. Sole owner of object names and layout.
 *
 * <pre>
 * vault.json
 * settings/NNNN.json              the greatest number holds
 * backups/ID/manifest.json        written last; the backup exists from then on
 * backups/ID/manifest-NNNN.json   where its objects are, if they were stored again for others
 * backups/ID/TABLE-NNNN.copy.zst  or .copy.zst.age
 * probe/NAME                      for a moment, while somebody checks that the vault can be written
 * </pre>
 */
package org.nessiebackup.vault;
