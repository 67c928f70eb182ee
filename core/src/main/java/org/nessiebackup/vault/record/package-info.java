/**
 * What people and programs note about backups: pins, and records of verifications and drills. They
 * come and go; no backup needs them.
 */
package org.nessiebackup.vault.record;
