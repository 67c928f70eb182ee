package org.nessiebackup.manifest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * The result of a rehearsed restore.
 *
 * @param backup which backup was restored
 * @param begun when the drill began
 * @param ended when it was over
 * @param passed whether nothing was in doubt
 * @param failedStep the step that failed; absent if it passed
 * @param proven the steps that were gone through and gave no doubt, in their order
 * @param server the version of the PostgreSQL that was restored into; absent if it did not come so
 *     far
 * @param nessie the version of the Nessie that served the copy, or {@code unknown}; absent if there
 *     was none
 * @param tool name and version of the program that held it
 */
public record DrillRecord(
    BackupId backup,
    Instant begun,
    Instant ended,
    boolean passed,
    Optional<String> failedStep,
    List<String> proven,
    Optional<String> server,
    Optional<String> nessie,
    String tool)
    implements BackupRecord {
  /** Takes its own copy of the list, and refuses what contradicts itself. */
  public DrillRecord {
    proven = List.copyOf(proven);
    if (passed == failedStep.isPresent()) {
      throw new IllegalArgumentException("a drill has passed, or a step of it has failed");
    }
  }

  @Override
  public Instant at() {
    return ended;
  }
}
