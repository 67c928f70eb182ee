package org.nessiebackup.drill;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.files.FileVerification;
import org.nessiebackup.files.FilesOptions;
import org.nessiebackup.files.FilesReport;
import org.nessiebackup.files.FilesReport.Counts;
import org.nessiebackup.files.FilesReport.ReferenceFiles;
import org.nessiebackup.files.FilesReport.TableFile;
import org.nessiebackup.store.FileProbe;

/**
 * Whether the metadata files are there that the copy's branches and tags point to.
 *
 * @param copy opened once, and closed before the first file is asked for
 * @param probe reaches the files
 * @param context what the work needs from outside
 */
record FileCheckStep(Supplier<CatalogSource> copy, FileProbe probe, WorkContext context) {
  private static final int LONGEST = 3;

  /**
   * Asks for each of them once.
   *
   * @throws BackupException {@link Failure#FINDINGS} if one is missing, or could not be asked for
   */
  StepLog.Seen check(int jobs) {
    FilesReport report =
        new FileVerification(copy, probe, context)
            .run(new FilesOptions(List.of(), 1, 0, false, jobs));
    if (!report.sound()) {
      throw broken(report);
    }
    return StepLog.Seen.of(
        "%s of all branches and tags (%s) are there"
            .formatted(
                Quantity.count(report.files().present(), "metadata file"),
                Quantity.count(report.references().size())));
  }

  private static BackupException broken(FilesReport report) {
    Counts files = report.files();
    List<String> named =
        report.references().stream()
            .flatMap(each -> each.named().stream().map(table -> name(each, table)))
            .limit(LONGEST)
            .toList();
    Optional<String> trouble =
        report.references().stream().flatMap(each -> each.trouble().stream()).findFirst();
    return Failure.FINDINGS.exception(
        "of %d metadata files %d are missing, %d are damaged and %d could not be asked for%s%s"
            .formatted(
                files.total(),
                files.missing(),
                files.damaged(),
                files.unknown(),
                named.isEmpty() ? "" : ": " + String.join("; ", named),
                trouble.map(text -> "; " + text).orElse("")),
        "`verify --files` reports all of them, by branch and table, and takes the same settings.");
  }

  private static String name(ReferenceFiles files, TableFile table) {
    return "\"%s\" of \"%s\": %s".formatted(table.key(), files.reference().name(), table.message());
  }
}
