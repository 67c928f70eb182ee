package org.nessiebackup.files;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.files.ShardOptions.Shard;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.vault.Vault;

/**
 * Asks whether the metadata files are there that the branches and tags of a catalog point to: of
 * tables, views and functions, as of their heads.
 *
 * @param catalog opened once, and closed before the first file is probed
 * @param probe knows how to reach whatever scheme a location has
 */
public record FileVerification(
    Supplier<CatalogSource> catalog, FileProbe probe, WorkContext context) {

  /**
   * Probes the files. One that is missing, and one that could not be probed, is in the report, not
   * thrown.
   *
   * <p>Takes about 600 bytes of memory for each table and metadata file that differ in any of the
   * references, however many references share them, one bit of each reference for each of those,
   * and the indexes of some hundred heads at a time.
   *
   * @throws BackupException {@link Failure#USAGE} if there is no such reference; or when the
   *     catalog cannot be read
   */
  public FilesReport run(FilesOptions options) {
    CatalogHeads heads = CatalogHeads.read(catalog, options.references(), context);
    FileStates states =
        FileStates.probed(heads.tables().files(1).getFirst(), probe, options, context);
    return heads.report(states, Shard.WHOLE, options);
  }

  /**
   * Probes a part of the files of a recovery point, and writes down in the vault how they are. May
   * be repeated; its newest result counts. Other processes do the same with the other parts.
   *
   * @throws BackupException {@link Failure#USAGE} if the check has begun with something else; when
   *     the catalog cannot be read or the vault cannot be written
   */
  public static ShardReport shard(
      Vault vault, ShardOptions options, FileProbe probe, WorkContext context) {
    return new ShardedVerification(vault, context).run(options, probe);
  }

  /**
   * Puts the results of all parts together, and probes no file.
   *
   * @param run the name of the check
   * @param jobs how many threads read the catalog
   * @return what a check that is not shared out would have found
   * @throws BackupException {@link Failure#FINDINGS} naming the parts that are missing or cannot be
   *     believed; or when the catalog cannot be read
   */
  public static FilesReport merge(Vault vault, String run, int jobs, WorkContext context) {
    return new ShardedVerification(vault, context).merge(run, jobs);
  }

  /**
   * The same, if all parts are there.
   *
   * @return absent if some are not
   */
  public static Optional<FilesReport> mergeIfComplete(
      Vault vault, String run, int jobs, WorkContext context) {
    return new ShardedVerification(vault, context).mergeIfComplete(run, jobs);
  }
}
