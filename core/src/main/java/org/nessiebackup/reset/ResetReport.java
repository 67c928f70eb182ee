package org.nessiebackup.reset;

import java.time.Duration;

/**
 * What a reset did.
 *
 * @param database the database
 * @param schema the catalog's schema, in which none of its tables are now
 * @param keptSchema where they are
 * @param elapsed time from the lock to the commit
 */
public record ResetReport(String database, String schema, String keptSchema, Duration elapsed) {}
