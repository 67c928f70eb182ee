package org.nessiebackup.backup;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.manifest.Manifest;

/**
 * What was backed up.
 *
 * @param manifest the new backup
 * @param depth on how many others it builds
 * @param fullReason why it is a full one; absent if it is incremental
 * @param elapsed from the begin to the commit
 */
public record BackupReport(
    Manifest manifest, int depth, Optional<FullReason> fullReason, Duration elapsed) {}
