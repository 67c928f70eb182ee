package org.nessiebackup.manifest;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupId;

/**
 * What a backup contains. A backup exists once its manifest does.
 *
 * @param id the backup's name
 * @param vault the id of the vault it was made for
 * @param tool name and version of the program that wrote it
 * @param type full, for now
 * @param parent the backup this one builds on; absent for full ones
 * @param started when the work began, before the snapshot
 * @param snapshotAt the moment whose state the backup holds
 * @param finished when the last segment was stored
 * @param encryption how segments are encrypted; {@code none} in this version
 * @param source where the rows came from
 * @param tables the tables, references first
 */
public record Manifest(
    BackupId id,
    String vault,
    String tool,
    BackupType type,
    Optional<BackupId> parent,
    Instant started,
    Instant snapshotAt,
    Instant finished,
    String encryption,
    Source source,
    List<TableEntry> tables) {
  /** The only value of {@code encryption} there is so far. */
  public static final String NOT_ENCRYPTED = "none";

  /** Takes its own copy of the list, in which no table and no segment stands twice. */
  public Manifest {
    tables = List.copyOf(tables);
    Set<String> names = new HashSet<>();
    Set<String> objects = new HashSet<>();
    for (TableEntry table : tables) {
      if (!names.add(table.name())) {
        throw new IllegalArgumentException("table \"" + table.name() + "\" stands twice");
      }
      for (SegmentEntry segment : table.segments()) {
        if (!objects.add(segment.object())) {
          throw new IllegalArgumentException("segment \"" + segment.object() + "\" stands twice");
        }
      }
    }
  }

  /** Rows of all tables. */
  public long rows() {
    return tables.stream().mapToLong(TableEntry::rows).sum();
  }

  /** Bytes of all segments before compression. */
  public long rawBytes() {
    return tables.stream().mapToLong(TableEntry::rawBytes).sum();
  }

  /** Bytes of all segments as stored. */
  public long storedBytes() {
    return tables.stream().mapToLong(TableEntry::storedBytes).sum();
  }
}
