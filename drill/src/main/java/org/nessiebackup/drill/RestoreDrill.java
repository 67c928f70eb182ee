package org.nessiebackup.drill;

import java.time.Instant;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.JournalCommits;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;

/**
 * Rehearses the restore of a backup, with evidence. Nothing that is there is touched, and nothing
 * is left behind.
 */
public final class RestoreDrill {
  private static final String UNKNOWN = "unknown";

  private final Supplier<Vault> opening;
  private final WorkContext context;
  private Vault vault;

  /**
   * Touches nothing yet.
   *
   * @param opening opens the vault, with the keys that a restore would have
   */
  public RestoreDrill(Supplier<Vault> opening, WorkContext context) {
    this.opening = opening;
    this.context = context;
  }

  /**
   * Holds a drill. Any doubt is in the report, not an exception.
   *
   * @throws BackupException if there is no drill to speak of: no vault, no such backup, options
   *     that make no sense; or {@link Failure#INTERRUPTED}, after cleaning up
   */
  public DrillReport run(DrillOptions options) {
    Instant begun = context.clock().instant();
    long begunNanos = System.nanoTime();
    vault = opening.get();
    RecoveryPoint point =
        JournalCommits.find(vault, PointSelector.words(options.backup(), begun), context);
    return new DrillRun(vault, point, options, context).run(begun, begunNanos);
  }

  /**
   * Writes down in the vault what came of a drill. Where the vault cannot be written, that is a
   * warning: somebody who may only read it rehearses just as well.
   */
  public void record(DrillReport report) {
    DrillRecord record =
        new DrillRecord(
            report.subject().backup().id(),
            report.run().begun(),
            report.run().ended(),
            report.passed(),
            report.failure().map(each -> each.step().label()),
            report.proven().stream().map(DrillStep::label).toList(),
            report.place().serverVersion(),
            report.nessie().map(each -> each.version().orElse(UNKNOWN)),
            report.run().tool());
    try {
      vault.drills().add(record);
    } catch (BackupException e) {
      context.progress().warning("the drill is not written down: " + e.getMessage());
    }
  }
}
