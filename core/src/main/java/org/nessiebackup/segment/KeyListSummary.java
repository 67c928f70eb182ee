package org.nessiebackup.segment;

/**
 * What was written, or found, in a key list.
 *
 * @param keys how many
 * @param storedBytes the length of what is stored
 * @param sha256 the SHA-256 of what is stored, 64 hexadecimal digits
 */
public record KeyListSummary(long keys, long storedBytes, String sha256) {}
