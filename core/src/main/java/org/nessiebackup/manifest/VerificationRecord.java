package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.nessiebackup.BackupId;
import org.nessiebackup.Labelled;

/**
 * The result of a verification.
 *
 * @param backup which
 * @param verified when
 * @param depth how thoroughly
 * @param sound whether nothing was wrong
 * @param findings how much was wrong; 0 if it is sound
 * @param tool name and version of the program that verified it
 */
public record VerificationRecord(
    BackupId backup, Instant verified, Depth depth, boolean sound, int findings, String tool)
    implements BackupRecord {
  /** How thoroughly a backup was verified, least first; later versions know more words. */
  public enum Depth implements Labelled {
    /** Sizes and checksums of what is stored. */
    @JsonProperty("quick")
    QUICK,
    /** Every row, and the digests. */
    @JsonProperty("full")
    FULL,
    /** That, and whether all that the catalog's references lead to is there. */
    @JsonProperty("graph")
    GRAPH;
  }

  /** Refuses what contradicts itself. */
  public VerificationRecord {
    if (findings < 0 || sound != (findings == 0)) {
      throw new IllegalArgumentException("a sound backup has no findings, another has some");
    }
  }

  @Override
  public Instant at() {
    return verified;
  }
}
