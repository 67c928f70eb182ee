package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.nessiebackup.Labelled;

/** How much of the catalog a backup stores by itself. */
public enum BackupType implements Labelled {
  /** Every row; needs no other backup. */
  @JsonProperty("full")
  FULL,
  /** What is new or changed since its parent, which it needs, and what has gone. */
  @JsonProperty("incremental")
  INCREMENTAL;
}
