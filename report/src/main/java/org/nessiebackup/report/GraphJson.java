package org.nessiebackup.report;

import java.util.Map;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.integrity.ReferenceReport;
import org.nessiebackup.integrity.RepositoryReport;

/** What a walk of a catalog found. */
final class GraphJson {
  private static final Shape<ReferenceReport> REFERENCE =
      Shape.of(ReferenceReport.class)
          .text("name", ReferenceReport::name)
          .text("head", reference -> reference.head().hex())
          .flag("deleted", ReferenceReport::deleted)
          .number("commits", ReferenceReport::commits)
          .numberIf("tables", ReferenceReport::tables)
          .number("lost_count", reference -> reference.lost().count())
          .texts(
              "lost", reference -> reference.lost().named().stream().map(Object::toString).toList())
          .textIf("broken_at", reference -> reference.brokenAt().map(commit -> commit.hex()));

  private static final Shape<GraphReport.Finding> FINDING =
      Shape.of(GraphReport.Finding.class)
          .text("kind", finding -> finding.kind().label())
          .textIf("object", finding -> finding.object().map(object -> object.hex()))
          .textIf("reference", GraphReport.Finding::reference)
          .text("message", GraphReport.Finding::message);

  private static final Shape<Map.Entry<GraphReport.Finding.Kind, Long>> COUNT =
      Shape.<Map.Entry<GraphReport.Finding.Kind, Long>>empty()
          .text("kind", count -> count.getKey().label())
          .number("count", Map.Entry::getValue);

  private static final Shape<RepositoryReport> REPOSITORY =
      Shape.of(RepositoryReport.class)
          .text("name", RepositoryReport::name)
          .number("objects", repository -> repository.rows().objects())
          .number("commits", repository -> repository.rows().commits())
          .number("unreachable", repository -> repository.rows().unreachable())
          .number("unknown", repository -> repository.rows().unknown())
          .list("references", REFERENCE, RepositoryReport::references)
          .list("findings", FINDING, RepositoryReport::findings)
          .list("finding_counts", COUNT, repository -> repository.counts().entrySet())
          .texts("notes", RepositoryReport::notes);

  static final Shape<GraphReport> REPORT =
      Shape.of(GraphReport.class)
          .flag("checked", GraphReport::checked)
          .flag("sound", GraphReport::sound)
          .text("store_type", report -> report.storeType().name())
          .text("state_of", report -> report.stateOf().toString())
          .number("findings", GraphReport::findingCount)
          .list("repositories", REPOSITORY, GraphReport::repositories);

  private GraphJson() {}
}
