package org.nessiebackup.segment;

/**
 * What was written, or found, in a segment.
 *
 * @param rows how many rows
 * @param rawBytes the length of the COPY binary stream
 * @param storedBytes the length of what is stored
 * @param sha256 the SHA-256 of what is stored, 64 hexadecimal digits
 * @param digest the digest of the rows
 */
public record SegmentSummary(
    long rows, long rawBytes, long storedBytes, String sha256, RowDigest digest) {}
