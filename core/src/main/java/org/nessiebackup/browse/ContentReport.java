package org.nessiebackup.browse;

import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.ObjectId;

/**
 * One content.
 *
 * @param place which catalog
 * @param reference the branch, tag or commit, as it was named
 * @param head the commit it points to
 * @param content what is there
 */
public record ContentReport(
    PlaceReport place, String reference, ObjectId head, ContentKey key, NessieContent content) {}
