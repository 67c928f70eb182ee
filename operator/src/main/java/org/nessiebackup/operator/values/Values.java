package org.nessiebackup.operator.values;

import java.util.Objects;
import org.nessiebackup.BackupException;
import tools.jackson.databind.JsonNode;

/**
 * The settings of a catalog: those of the chart by the same names, which are its own defaults with
 * what a NessieCatalog and its NessieVault say laid over them. Each section says what it is about.
 *
 * @param image what is run
 * @param database where the catalog is
 * @param vault where the backups are
 * @param keys by the names of their Secrets
 * @param retention which backups stay
 * @param timeZone of all schedules
 * @param suspend no job starts by itself
 * @param backup of the night
 * @param incremental what has changed since
 * @param prune removes backups
 * @param verify compares checksums
 * @param verifyFiles looks for the files of tables
 * @param service the resident service
 * @param status says what is too old
 * @param check looks whether all is there
 * @param drill restores where nobody lives
 * @param init makes the vault
 * @param restore how it is restored
 * @param release drops replaced tables
 * @param jobs how jobs behave
 * @param pod how pods are made
 * @param monitoring how jobs tell of themselves
 * @param nessie Nessie itself
 */
public record Values(
    ImageValues image,
    DatabaseValues database,
    VaultValues vault,
    KeyValues keys,
    RetentionValues retention,
    String timeZone,
    boolean suspend,
    JobValues.Backup backup,
    JobValues.Backup incremental,
    JobValues.Prune prune,
    JobValues.Verify verify,
    VerifyFilesValues verifyFiles,
    ServiceValues service,
    JobValues.Status status,
    JobValues.Check check,
    DrillValues drill,
    JobValues.Init init,
    JobValues.Restore restore,
    JobValues.Release release,
    RunValues jobs,
    PodValues pod,
    MonitoringValues monitoring,
    NessieValues nessie) {
  /** Nothing is null: binding refuses what is missing. */
  public Values {
    Objects.requireNonNull(timeZone);
  }

  /**
   * The settings of a catalog.
   *
   * @param catalog the spec of its NessieCatalog
   * @param vault the spec of its NessieVault
   * @throws BackupException with {@code USAGE} if a field is not known, is missing or makes no
   *     sense; the message has its path
   */
  public static Values of(JsonNode catalog, JsonNode vault) {
    Values values = BoundValues.bound(ValuesTree.merged(catalog, vault));
    Requirements.check(values);
    return values;
  }
}
