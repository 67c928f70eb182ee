package org.nessiebackup.restore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.properties.ViewMove;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.BackupChain;

/**
 * What a restore will do, before it does anything. Making a plan changes nothing.
 *
 * @param restore the name of the restore
 * @param chain the backup and those it builds on
 * @param age how old the state is that it holds; absent if nobody knows
 * @param database the database restored into
 * @param catalog the schema restored into, and the tables
 * @param createsSchema whether that schema has to be made
 * @param owner to whom belongs what is made
 * @param replaced the tables there that will be replaced; empty in an empty schema
 * @param tables what is made: columns and keys of the backup, and what it lacks that Nessie wants
 * @param jobs parallel loaders
 * @param compression how large values will be compressed while loading, for people
 * @param allowConnected whether to swap although somebody is connected
 * @param viewPolicy what becomes of views of others that read the replaced tables
 * @param views these views
 * @param warnings what will not be as before
 * @param obstacles what stands in the way of the swap now, such as a connected Nessie; a restore
 *     with obstacles is refused, while staging goes on regardless. What would stand in the way of
 *     staging, such as a missing privilege, ends the planning
 */
public record RestorePlan(
    RestoreId restore,
    BackupChain chain,
    Optional<Duration> age,
    String database,
    CatalogLocation catalog,
    boolean createsSchema,
    String owner,
    List<ReplacedTable> replaced,
    List<TableShape> tables,
    int jobs,
    String compression,
    boolean allowConnected,
    ViewPolicy viewPolicy,
    List<ViewMove> views,
    List<String> warnings,
    List<String> obstacles) {
  /** Takes its own copies of the lists. */
  public RestorePlan {
    replaced = List.copyOf(replaced);
    tables = List.copyOf(tables);
    views = List.copyOf(views);
    warnings = List.copyOf(warnings);
    obstacles = List.copyOf(obstacles);
  }

  /** The backup. */
  public Manifest manifest() {
    return chain.newest();
  }

  /** The schema restored into. */
  public String schema() {
    return catalog.schema();
  }

  /** Where rows are loaded and checked. */
  public String stagingSchema() {
    return restore.stagingSchema();
  }

  /** Where the replaced tables will be kept; absent if none are replaced. */
  public Optional<String> keptSchema() {
    return replaced.isEmpty() ? Optional.empty() : Optional.of(restore.keptSchema());
  }

  /**
   * A table that makes room.
   *
   * @param name the table
   * @param bytes its size on disk, with everything that belongs to it
   */
  public record ReplacedTable(String name, long bytes) {}
}
