package org.nessiebackup.manifest;

import java.time.Instant;

/**
 * When a backup was made.
 *
 * @param started when the work began, before the snapshot
 * @param snapshotAt the moment whose state the backup holds
 * @param finished when the last segment was stored
 */
public record Times(Instant started, Instant snapshotAt, Instant finished) {}
