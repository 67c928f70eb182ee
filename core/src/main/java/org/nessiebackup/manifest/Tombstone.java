package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.nessiebackup.BackupId;

/**
 * Stands in the place of a manifest and says that there is no backup and never will be. Since an
 * object is written once, a writer that was stopped for long and goes on cannot publish its
 * manifest any more, and its segments can be removed.
 *
 * @param isVoid always true; distinguishes this document from a manifest
 * @param id the name that no backup has
 * @param created when
 * @param tool name and version of the program that wrote this
 */
public record Tombstone(
    @JsonProperty("void") boolean isVoid, BackupId id, Instant created, String tool)
    implements Document {
  /** Refuses what would be a manifest. */
  public Tombstone {
    if (!isVoid) {
      throw new IllegalArgumentException("a tombstone says that it is one");
    }
  }

  /** The document for an id. */
  public static Tombstone of(BackupId id, Instant now, String tool) {
    return new Tombstone(true, id, now, tool);
  }
}
