package org.nessiebackup.drill;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.integrity.GraphCheck;
import org.nessiebackup.integrity.GraphOptions;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.integrity.GraphReport.Finding;
import org.nessiebackup.integrity.RepositoryReport;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.tables.CatalogLocation;

/**
 * Whether everything that the references of the copy lead to is there.
 *
 * @param database where the copy is
 * @param catalog its schema and tables
 * @param context what the work needs from outside
 */
record GraphCheckStep(Database database, CatalogLocation catalog, WorkContext context) {
  private static final int LONGEST = 3;

  /**
   * Walks the commit graph.
   *
   * @throws BackupException {@link Failure#FINDINGS} naming what is wrong
   */
  StepLog.Seen check(int jobs) {
    GraphReport report =
        new GraphCheck(
                () -> {
                  throw new IllegalStateException("no vault is asked about a live catalog");
                },
                () -> database,
                context)
            .run(
                new GraphOptions(
                    new CatalogOrigin.Live(
                        Optional.of(catalog.schema()), Optional.of(catalog.tables())),
                    jobs));
    if (!report.sound()) {
      throw damaged(report);
    }
    List<RepositoryReport> repositories = report.repositories();
    return new StepLog.Seen(
        "%s and %s, from every reference of %s"
            .formatted(
                Quantity.count(
                    repositories.stream().mapToLong(each -> each.rows().commits()).sum(), "commit"),
                Quantity.count(
                    repositories.stream().mapToLong(each -> each.rows().objects()).sum(), "object"),
                Quantity.count(repositories.size(), "Nessie repository")),
        repositories.stream().flatMap(each -> each.notes().stream()).toList());
  }

  private static BackupException damaged(GraphReport report) {
    List<String> findings =
        report.repositories().stream()
            .flatMap(each -> each.findings().stream())
            .map(Finding::message)
            .toList();
    long more = report.findingCount() - LONGEST;
    return Failure.FINDINGS.exception(
        String.join("; ", findings.subList(0, Math.min(LONGEST, findings.size())))
            + (more > 0 ? "; and %d more".formatted(more) : ""),
        "The rows are those of the backup, so the catalog was damaged when it was backed up."
            + " `verify --graph` reports all of it, `check --graph` the same of the current"
            + " catalog.");
  }
}
