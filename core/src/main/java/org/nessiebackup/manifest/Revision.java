package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How often the objects of a backup were stored for other recipients.
 *
 * @param number 0 for the first manifest
 * @param revises the checksum that the manifest of the revision before has of itself; absent for
 *     the first
 */
public record Revision(@JsonProperty("revision") int number, Optional<String> revises) {
  /** That of a new backup. */
  public static final Revision FIRST = new Revision(0, Optional.empty());

  /** Refuses numbers that contradict each other. */
  public Revision {
    if (number < 0 || (number > 0) != revises.isPresent()) {
      throw new IllegalArgumentException("a manifest has impossible numbers");
    }
  }
}
