package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much is read again. */
public enum BackupType {
  /** What has changed where that is safe, else everything. */
  @JsonProperty("auto")
  AUTO("auto"),
  /** Everything. */
  @JsonProperty("full")
  FULL("full"),
  /** What has changed, or an error. */
  @JsonProperty("incremental")
  INCREMENTAL("incremental");

  private final String word;

  BackupType(String word) {
    this.word = word;
  }

  /** As a command line has it. */
  public String word() {
    return word;
  }
}
