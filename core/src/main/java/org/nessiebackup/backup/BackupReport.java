package org.nessiebackup.backup;

import java.time.Duration;
import org.nessiebackup.manifest.Manifest;

/**
 * What was backed up.
 *
 * @param manifest the new backup
 * @param elapsed from the begin to the commit
 */
public record BackupReport(Manifest manifest, Duration elapsed) {}
