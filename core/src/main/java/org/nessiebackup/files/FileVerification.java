package org.nessiebackup.files;

import java.time.Instant;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.store.FileProbe;

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
    CatalogTables tables = new CatalogTables();
    String source;
    Instant stateOf;
    try (CatalogSource opened = catalog.get()) {
      source = opened.describe();
      stateOf = opened.stateOf();
      new HeadTables(opened, tables, context).read(options.references());
    }
    FileStates states = new FileStates(new CircuitBreaker(probe), options, context);
    states.probe(tables.locations());
    return new ReportBuilder(tables, states).report(source, stateOf, options);
  }
}
