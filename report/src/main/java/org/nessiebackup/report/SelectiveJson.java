package org.nessiebackup.report;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.selective.ReferenceRestorePlan;
import org.nessiebackup.selective.ReferenceRestoreReport;
import org.nessiebackup.selective.TableRestorePlan;
import org.nessiebackup.selective.TableRestoreReport;
import org.nessiebackup.server.ServedContent;

/** {@code restore-ref} and {@code restore-table}. */
public final class SelectiveJson {
  private static final Shape<NessieReference> REFERENCE =
      Shape.of(NessieReference.class)
          .text("kind", reference -> Labels.of(reference.kind()))
          .text("name", NessieReference::name)
          .text("commit", NessieReference::hash);

  private static final Shape<ReferenceRestorePlan.LostCommit> LOST_COMMIT =
      Shape.of(ReferenceRestorePlan.LostCommit.class)
          .text("id", ReferenceRestorePlan.LostCommit::id)
          .time("time", ReferenceRestorePlan.LostCommit::created)
          .text("message", ReferenceRestorePlan.LostCommit::message);

  /** What {@code restore-ref} is going to do. */
  public static final Shape<ReferenceRestorePlan> REFERENCE_PLAN =
      Shape.of(ReferenceRestorePlan.class)
          .text("backup_id", plan -> plan.from().point().backup().value())
          .text("point_id", plan -> plan.from().point().toString())
          .text("nessie_url", plan -> plan.to().server())
          .text("nessie_repository", plan -> plan.to().repository())
          .object("reference", REFERENCE, ReferenceRestorePlan::result)
          .objectIf("now", REFERENCE, ReferenceRestorePlan::now)
          .number("commits", plan -> plan.changes().commits())
          .timeIf("newest_commit_at", plan -> plan.changes().newest())
          .number("commits_gained", plan -> plan.changes().history().gained())
          .number("commits_lost", plan -> plan.changes().history().lost())
          .list("newest_lost", LOST_COMMIT, plan -> plan.changes().history().examples())
          .texts("keys_gained", plan -> keys(plan.changes().keys().gained()))
          .texts("keys_lost", plan -> keys(plan.changes().keys().lost()))
          .texts("keys_changed", plan -> keys(plan.changes().keys().changed()))
          .number("missing_objects", plan -> plan.changes().missing().size())
          .texts("warnings", ReferenceRestorePlan::warnings)
          .texts("obstacles", ReferenceRestorePlan::obstacles);

  /** What it did. */
  public static final Shape<ReferenceRestoreReport> REFERENCE_REPORT =
      Shape.of(ReferenceRestoreReport.class)
          .text("backup_id", report -> report.point().backup().value())
          .text("point_id", report -> report.point().toString())
          .object("reference", REFERENCE, ReferenceRestoreReport::reference)
          .objectIf("before", REFERENCE, ReferenceRestoreReport::before)
          .number("added_objects", ReferenceRestoreReport::added)
          .number("commits", report -> report.commits().all())
          .number("commits_gained", report -> report.commits().gained())
          .number("commits_lost", report -> report.commits().lost())
          .seconds("adding_seconds", ReferenceRestoreReport::adding)
          .seconds("assigning_seconds", ReferenceRestoreReport::assigning);

  private static final Shape<TableRestorePlan.Item> KEY =
      Shape.of(TableRestorePlan.Item.class)
          .text("key", item -> item.key().toString())
          .text("change", item -> Labels.of(item.change()))
          .text("type", item -> item.content().type())
          .textIf(
              "content_id", item -> Optional.of(item.content().id()).filter(id -> !id.isEmpty()))
          .textIf("metadata_location", item -> item.content().metadataLocation())
          .textIf("now_type", item -> item.now().map(ServedContent::type))
          .textIf("now_content_id", item -> item.now().map(ServedContent::id));

  /** What {@code restore-table} is going to do. */
  public static final Shape<TableRestorePlan> TABLE_PLAN =
      Shape.of(TableRestorePlan.class)
          .text("backup_id", plan -> plan.from().point().backup().value())
          .text("point_id", plan -> plan.from().point().toString())
          .text("nessie_url", TableRestorePlan::server)
          .text("reference", plan -> plan.from().reference())
          .text("commit", plan -> plan.from().commit().hex())
          .text("branch", plan -> plan.onto().name())
          .text("head", plan -> plan.onto().hash())
          .text("message", TableRestorePlan::message)
          .list("keys", KEY, TableRestorePlan::items)
          .texts("obstacles", TableRestorePlan::obstacles);

  /** What it did. */
  public static final Shape<TableRestoreReport> TABLE_REPORT =
      Shape.of(TableRestoreReport.class)
          .text("backup_id", report -> report.point().backup().value())
          .text("point_id", report -> report.point().toString())
          .text("branch", report -> report.branch().name())
          .text("head", report -> report.branch().hash())
          .text("head_before", TableRestoreReport::before)
          .texts("restored", report -> keys(report.restored()))
          .number("unchanged", TableRestoreReport::unchanged)
          .seconds("committing_seconds", TableRestoreReport::committing);

  private SelectiveJson() {}

  private static List<String> keys(List<ContentKey> keys) {
    return keys.stream().map(ContentKey::toString).toList();
  }
}
