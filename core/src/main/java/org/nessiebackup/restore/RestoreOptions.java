package org.nessiebackup.restore;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.vault.point.PointSelector;

/**
 * What to restore, and where to.
 *
 * @param point which recovery point
 * @param targetSchema the schema to restore into; where the catalog is, or else the backup's own,
 *     if absent
 * @param jobs parallel loaders, at least one
 * @param allowConnected whether to swap although somebody is connected who uses the tables
 * @param moveViews whether views of others are made to read the restored tables
 */
public record RestoreOptions(
    PointSelector point,
    Optional<String> targetSchema,
    int jobs,
    boolean allowConnected,
    boolean moveViews) {
  /** What PostgreSQL takes; it cuts off the rest, and would then say another name than we. */
  private static final int LONGEST_NAME = 63;

  /**
   * Leaving views as they are.
   *
   * @param point words for it, such as an id or {@code latest}
   */
  public RestoreOptions(
      String point, Optional<String> targetSchema, int jobs, boolean allowConnected) {
    this(new PointSelector.Named(point, true), targetSchema, jobs, allowConnected, false);
  }

  /**
   * Checks the name.
   *
   * @throws BackupException {@link Failure#USAGE} if no schema can have it
   */
  public RestoreOptions {
    targetSchema
        .filter(
            name -> name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME)
        .ifPresent(
            name -> {
              throw Failure.USAGE.exception(
                  "no schema can have the name \"" + name + "\"",
                  "A name has 1 to " + LONGEST_NAME + " bytes.");
            });
  }
}
