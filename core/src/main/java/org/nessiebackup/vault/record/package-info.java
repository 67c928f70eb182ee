/**
 * What people and programs note about backups: pins, records of verifications, drills and proofs of
 * the journal, and what shards of a check have found. They come and go; no backup needs them.
 */
package org.nessiebackup.vault.record;
