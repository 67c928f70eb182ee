package org.nessiebackup.imports;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.manifest.Manifest;

/**
 * What was imported.
 *
 * @param manifest the new backup
 * @param skippedTables tables of the dump that are no part of the catalog
 * @param lines lines read
 * @param elapsed how long it took
 */
public record ImportReport(
    Manifest manifest, List<String> skippedTables, long lines, Duration elapsed) {
  /** Takes its own copy of the list. */
  public ImportReport {
    skippedTables = List.copyOf(skippedTables);
  }
}
