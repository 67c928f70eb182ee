package org.nessiebackup.selective;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.server.NessieServer;
import org.nessiebackup.vault.Vault;

/**
 * Brings one reference, or some tables, back from a backup while Nessie serves.
 *
 * @param vault the backups
 * @param server the Nessie that serves, and goes on serving
 */
public record SelectiveRestore(Vault vault, NessieServer server, WorkContext context) {

  /**
   * Finds out what bringing a branch or tag back takes, and what it changes. Changes nothing.
   *
   * @param database where the tables are that the server serves
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if the backup has no such reference
   *     or commit; {@link Failure#TARGET_GUARDED} if the server serves another database
   */
  public ReferenceRestorePlan plan(ReferenceRestoreOptions options, Database database) {
    try (BackupCatalog backup =
        BackupCatalog.open(vault, options.backup(), options.jobs(), context)) {
      return new ReferencePlanner(database, server, context).plan(backup, options);
    }
  }

  /**
   * Brings it back: adds the objects that are missing, and lets Nessie point to them.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there are obstacles, or somebody else
   *     has moved the reference since the plan was made; then only objects were added that nobody
   *     sees, and another run goes on from there
   */
  public ReferenceRestoreReport execute(ReferenceRestorePlan plan, Database database) {
    refuse(plan.obstacles());
    Instant start = context.clock().instant();
    long added = add(plan, database);
    Instant middle = context.clock().instant();
    context.cancellation().check();
    context.progress().step("asking Nessie to point there", 0);
    NessieReference reference = point(plan);
    return new ReferenceRestoreReport(
        plan.from().point(),
        reference,
        plan.now(),
        added,
        new ReferenceRestoreReport.Commits(
            plan.changes().commits(),
            plan.changes().history().gained(),
            plan.changes().history().lost()),
        Duration.between(start, middle),
        Duration.between(middle, context.clock().instant()));
  }

  /**
   * Finds out what bringing tables back changes. Changes nothing.
   *
   * @throws BackupException {@link Failure#CONTENT_NOT_FOUND} if the backup has no such table,
   *     {@link Failure#REFERENCE_NOT_FOUND} if it or the server has no such branch
   */
  public TableRestorePlan plan(TableRestoreOptions options) {
    try (BackupCatalog backup =
        BackupCatalog.open(vault, options.from().backup(), options.jobs(), context)) {
      return new TablePlanner(server).plan(backup, options);
    }
  }

  /**
   * Brings them back in one commit, or, where something has to be removed for it, in two at once.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there are obstacles, or somebody else
   *     has changed one of the tables since the plan was made; then nothing was changed
   */
  public TableRestoreReport execute(TableRestorePlan plan) {
    refuse(plan.obstacles());
    Instant start = context.clock().instant();
    NessieReference branch = plan.onto();
    if (!plan.changes().isEmpty()) {
      context.cancellation().check();
      context.progress().step("committing", 0);
      branch = branch.at(new TableCommit(server, context, plan).run());
    }
    return new TableRestoreReport(
        plan.from().point(),
        branch,
        plan.onto().hash(),
        plan.changes().stream().map(TableRestorePlan.Item::key).toList(),
        plan.items().size() - plan.changes().size(),
        Duration.between(start, context.clock().instant()));
  }

  private static void refuse(List<String> obstacles) {
    if (!obstacles.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "nothing was brought back: " + String.join("; ", obstacles), null);
    }
  }

  private long add(ReferenceRestorePlan plan, Database database) {
    if (plan.changes().missing().isEmpty()) {
      return 0;
    }
    try (BackupCatalog backup =
            BackupCatalog.open(vault, plan.from().point().toString(), plan.from().jobs(), context);
        Session session = database.open(context.cancellation())) {
      LiveObjects objects = LiveObjects.of(session, plan.to().catalog());
      return new ObjectTransfer(session, objects, plan.to().repository(), context)
          .run(backup, plan.from().repository(), plan.changes().missing());
    }
  }

  /** By Nessie, and only if the reference is still as it was planned. */
  private NessieReference point(ReferenceRestorePlan plan) {
    NessieReference wanted = plan.result();
    ObjectId commit = wanted.head();
    if (plan.now().filter(wanted::equals).isPresent()) {
      return wanted;
    }
    try {
      return plan.now().isPresent()
          ? server.assign(plan.now().get(), commit)
          : server.create(wanted.kind(), wanted.name(), commit);
    } catch (BackupException e) {
      // The response may have been lost, not the deed.
      if (e.failure() == Failure.NESSIE && isThere(wanted, e)) {
        return wanted;
      }
      throw e;
    }
  }

  private boolean isThere(NessieReference wanted, BackupException failure) {
    try {
      Optional<NessieReference> found = server.reference(wanted.name());
      return found.filter(wanted::equals).isPresent();
    } catch (BackupException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
