package org.nessiebackup.restore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.swap.RestoreTarget;
import org.nessiebackup.swap.SwapPlan;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.rows.PointRows;

/**
 * What a restore will do, before it does anything. Making a plan changes nothing.
 *
 * @param swap how the restored tables become the catalog. What is in its way now refuses a restore,
 *     while staging goes on regardless; what would be in the way of staging, such as a missing
 *     privilege, ends the planning
 * @param point what is restored
 * @param age how old the state is that it holds; absent if nobody knows
 * @param target the place as it is now, with the tables that will be replaced
 * @param tables what is made: columns and keys of the backup, and what it lacks that Nessie wants
 * @param jobs parallel loaders
 * @param warnings what will not be as before
 */
public record RestorePlan(
    SwapPlan swap,
    RecoveryPoint point,
    Optional<Duration> age,
    RestoreTarget target,
    List<TableShape> tables,
    int jobs,
    List<String> warnings) {
  /** Takes its own copies of the lists. */
  public RestorePlan {
    tables = List.copyOf(tables);
    warnings = List.copyOf(warnings);
  }

  /** The backup, or the base of the others. */
  public Manifest manifest() {
    return point.backup();
  }

  /** The position in the journal that is restored; absent if the point is none. */
  public Optional<RecoveryPoint.Journal> journal() {
    return switch (point) {
      case RecoveryPoint.Exact exact -> Optional.empty();
      case RecoveryPoint.Tip tip -> Optional.empty();
      case RecoveryPoint.Journal journal -> Optional.of(journal);
    };
  }

  /** The backups that are read, the full one first. */
  public List<Manifest> chain() {
    return point.chain().members();
  }

  /** Which of the tables has what. */
  PointRows.Names names() {
    StoreType type = StoreType.of(manifest().source().storeType()).orElseThrow();
    return new PointRows.Names(type.references(), type.objects());
  }

  /**
   * How many rows a restore brings back; at most so many if it is no backup, as a row may be there
   * twice.
   */
  public long rows() {
    return switch (point) {
      case RecoveryPoint.Exact exact -> manifest().wholeRows();
      case RecoveryPoint.Tip tip ->
          manifest().wholeRows()
              + tip.tips().tips().stream()
                  .flatMap(each -> each.objects().stream())
                  .mapToLong(TipRows::rows)
                  .sum();
      case RecoveryPoint.Journal journal -> manifest().wholeRows() + journal.summary().rows();
    };
  }

  /** The same for somebody who stops Nessie before. */
  public RestorePlan unobstructed() {
    return new RestorePlan(swap.unobstructed(), point, age, target, tables, jobs, warnings);
  }

  /** The schema restored into. */
  public String schema() {
    return swap.catalog().schema();
  }

  /** Where rows are loaded and checked. */
  public String stagingSchema() {
    return swap.name().stagingSchema();
  }

  /** Where the replaced tables will be kept; absent if none are replaced. */
  public Optional<String> keptSchema() {
    return target.tables().isEmpty() ? Optional.empty() : Optional.of(swap.keptSchema());
  }

  /**
   * How long loading will take, going by how long the full backup took to read that many rows: rows
   * are written twice as slowly as they are read (docs/benchmarks.md), and read back while the next
   * are written. Absent for a dump, which nobody has read from a server.
   */
  public Optional<Duration> estimate() {
    Manifest full = point.chain().full();
    if (!(full.source() instanceof Source.Server) || full.wholeRows() == 0) {
      return Optional.empty();
    }
    double seconds =
        2.0
            * Duration.between(full.times().started(), full.times().finished()).toMillis()
            / 1000
            * rows()
            / full.wholeRows();
    return Optional.of(Duration.ofSeconds(Math.max(1, Math.round(seconds))));
  }

  /** The size of the tables that are kept, on their server. */
  public long keptBytes() {
    return target.tables().stream().mapToLong(TableDescription::bytes).sum();
  }

  /** How large values will be compressed while loading, for people. */
  public String compression() {
    return target.server().lz4() ? "lz4" : "the server's default";
  }
}
