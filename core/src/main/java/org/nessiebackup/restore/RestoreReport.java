package org.nessiebackup.restore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;

/**
 * What was restored.
 *
 * @param backup the backup
 * @param database the database it is in now
 * @param schema the schema it is in now
 * @param keptSchema where the replaced tables are; absent if there were none
 * @param rows rows loaded, read back and compared
 * @param rawBytes their size as COPY binary
 * @param loading time to load and index
 * @param checking time to read back and compare
 * @param swapping time from the lock to the commit: the only time in which nobody can read
 * @param movedViews the views of others that read the restored tables now
 * @param warnings what is not as before
 */
public record RestoreReport(
    BackupId backup,
    String database,
    String schema,
    Optional<String> keptSchema,
    long rows,
    long rawBytes,
    Duration loading,
    Duration checking,
    Duration swapping,
    List<String> movedViews,
    List<String> warnings) {
  /** Takes its own copies of the lists. */
  public RestoreReport {
    movedViews = List.copyOf(movedViews);
    warnings = List.copyOf(warnings);
  }

  /** The same with what the plan has warned of, each once. */
  RestoreReport withWarnings(List<String> planned) {
    return new RestoreReport(
        backup,
        database,
        schema,
        keptSchema,
        rows,
        rawBytes,
        loading,
        checking,
        swapping,
        movedViews,
        Stream.concat(planned.stream(), warnings.stream()).distinct().toList());
  }
}
