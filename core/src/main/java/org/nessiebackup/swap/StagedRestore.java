package org.nessiebackup.swap;

import java.time.Duration;
import java.time.Instant;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.tables.CatalogLocation;

/**
 * A backup that is loaded beside its catalog and compared, and has only to be swapped in. The
 * database remembers it, in the comment of the staging schema, until it is swapped in or discarded.
 *
 * @param restore the name of the restore, after which its schemas are called
 * @param backup the backup
 * @param catalog the schema restored into, and the tables
 * @param at when the last row was compared
 * @param rows rows loaded, read back and compared
 * @param rawBytes their size as COPY binary
 * @param loading time to load and index
 * @param checking time to read back and compare
 * @param views what becomes of views that read the tables which it will replace
 * @param evidence by which a change of the tables is noticed
 */
public record StagedRestore(
    RestoreId restore,
    BackupId backup,
    CatalogLocation catalog,
    Instant at,
    long rows,
    long rawBytes,
    Duration loading,
    Duration checking,
    ViewPolicy views,
    Evidence evidence) {
  /** Refuses negative numbers. */
  public StagedRestore {
    if (rows < 0 || rawBytes < 0 || loading.isNegative() || checking.isNegative()) {
      throw new IllegalArgumentException("a staged restore has no negative numbers");
    }
  }

  /**
   * What the tables were when the comparison had ended.
   *
   * @param loaded digest of which tables were loaded, with their files and keys
   * @param replaced digest of which tables were to be replaced, with columns and settings; grants,
   *     owners and comments are not in it, since those are read when the tables are swapped
   */
  public record Evidence(String loaded, String replaced) {}

  /** The schema it is loaded in. */
  public String schema() {
    return restore.stagingSchema();
  }

  /** The loaded tables, where they are now: they can be read like those of a catalog. */
  public CatalogLocation location() {
    return new CatalogLocation(schema(), catalog.tables());
  }

  /**
   * Removes it; nothing happens if it is not there any more. The caller holds the catalog's lock.
   */
  public void discard(Session session) {
    if (StagingMark.find(session, catalog.schema(), restore).isPresent()) {
      StagingSchema.drop(session, schema());
    }
  }

  /**
   * Swaps it in. Owner, grants and comments are those which the replaced tables have at this
   * moment. The caller holds the catalog's lock.
   *
   * @param at when
   * @param allowConnected whether to go on although somebody is connected
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody is connected, {@link
   *     Failure#LOCKED} if the staging or the catalog is not what it was; nothing was changed
   */
  public StagedSwap.Outcome swap(Session session, Instant at, boolean allowConnected) {
    return new StagedSwap(session, this).run(at, allowConnected);
  }
}
