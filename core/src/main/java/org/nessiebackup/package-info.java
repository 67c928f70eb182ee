/**
 * The words every other package speaks: what a backup is called ({@link BackupId}), which tables
 * belong together ({@link TableSet}), what can go wrong ({@link Failure}, {@link BackupException}),
 * how long work reports itself ({@link Progress}) and how it is asked to stop ({@link
 * Cancellation}).
 *
 * <p>Nothing here knows a database, a file or a format, and this package imports none of the
 * others.
 */
package org.nessiebackup;
