/**
 * Disks that fail: every call of the file system, in turn, with each of the errors that disks give,
 * below the store as it is. Java's own file system stands behind one that counts and fails.
 */
package org.nessiebackup.acceptance.disk;
