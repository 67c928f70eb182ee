package org.nessiebackup.files;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.files.ShardOptions.Shard;

/**
 * What a catalog says of its heads, read before the first file is probed: the catalog is closed
 * then.
 *
 * @param source where it was read, for people
 * @param stateOf the moment whose tables these are
 * @param tables what the heads hold
 */
record CatalogHeads(String source, Instant stateOf, CatalogTables tables) {
  /** Reads the references of these names, or all. */
  static CatalogHeads read(
      Supplier<? extends CatalogSource> catalog, List<String> references, WorkContext context) {
    CatalogTables tables = new CatalogTables();
    try (CatalogSource opened = catalog.get()) {
      CatalogHeads heads = new CatalogHeads(opened.describe(), opened.stateOf(), tables);
      new HeadTables(opened, tables, context).read(references);
      return heads;
    }
  }

  /** What it means for the tables of a shard that their files are like that. */
  FilesReport report(FileStates states, Shard shard, FilesOptions options) {
    return new ReportBuilder(tables, states, shard).report(source, stateOf, options);
  }
}
