package org.nessiebackup.vault.journal;

import org.nessiebackup.manifest.JournalFile;

/**
 * A file as it was read, checked but for the one before.
 *
 * @param content what it says
 * @param sha256 the checksum that it has of itself
 */
record StoredFile(JournalFile content, String sha256) {}
