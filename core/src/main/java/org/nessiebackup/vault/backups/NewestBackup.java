package org.nessiebackup.vault.backups;

import java.util.Optional;
import org.nessiebackup.manifest.Manifest;

/**
 * What there is when another backup begins.
 *
 * @param manifest the newest backup of a server that can be read
 * @param names the names of all
 */
public record NewestBackup(Optional<Manifest> manifest, BackupNames names) {}
