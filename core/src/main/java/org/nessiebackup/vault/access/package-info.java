/**
 * The keys that somebody has who uses a vault, and the signed settings that say which are needed.
 */
package org.nessiebackup.vault.access;
