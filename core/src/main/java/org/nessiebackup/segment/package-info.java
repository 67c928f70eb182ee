/**
 * Rows as bytes: COPY binary ⇄ zstd, with a checksum of what is stored and a digest of what it
 * means. Sole owner of zstd.
 *
 * <p>A segment is a complete COPY binary stream (header, rows, trailer) in one zstd frame, so that
 * {@code zstd -d | psql -c "COPY … FROM STDIN (FORMAT binary)"} restores it without this program.
 * The stream's format is PostgreSQL's, described under "Binary Format" in the reference page of
 * COPY; the frame's is RFC 8878.
 */
package org.nessiebackup.segment;
