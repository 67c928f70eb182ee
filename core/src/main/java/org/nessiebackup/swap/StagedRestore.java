package org.nessiebackup.swap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;
import org.nessiebackup.tables.SchemaMark.Purpose;

/**
 * A recovery point that is loaded beside its catalog and compared, and has only to be swapped in.
 * The database remembers it, in the comment of the staging schema, until it is swapped in or
 * discarded.
 *
 * @param restore the name of the restore, after which its schemas are called
 * @param point the backup or the tip
 * @param catalog the schema restored into, and the tables
 * @param at when the last row was compared
 * @param load what was loaded and compared
 * @param views what becomes of views that read the tables which it will replace
 * @param evidence by which a change of the tables is noticed
 */
public record StagedRestore(
    RestoreId restore,
    StagedPoint point,
    CatalogLocation catalog,
    Instant at,
    Load load,
    ViewPolicy views,
    Evidence evidence) {
  /**
   * What was loaded, read back and compared.
   *
   * @param rows how many rows
   * @param rawBytes their size as COPY binary
   * @param loading time to load and index
   * @param checking time to read back and compare
   */
  public record Load(long rows, long rawBytes, Duration loading, Duration checking) {
    /** Refuses negative numbers. */
    public Load {
      if (rows < 0 || rawBytes < 0 || loading.isNegative() || checking.isNegative()) {
        throw new IllegalArgumentException("a staged restore has no negative numbers");
      }
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

  /** The mark of the staging schema of a restore, whole or not. */
  static Optional<SchemaMark> find(Session session, String catalogSchema, RestoreId restore) {
    return SchemaMark.list(session, catalogSchema).stream()
        .filter(
            mark ->
                !mark.isKept() && mark.detail(Detail.RESTORE).equals(Optional.of(restore.value())))
        .findFirst();
  }

  /** What is staged in a schema of ours; absent unless it is complete and as it was then. */
  static Optional<StagedRestore> read(Session session, SchemaMark mark) {
    return of(mark)
        .filter(staged -> staged.schema().equals(mark.schema()))
        .filter(
            staged ->
                staged.evidence().loaded().equals(StagingSchema.loaded(session, mark.schema())));
  }

  /** What a mark says; absent if that is not a whole restore, or somebody has edited it. */
  static Optional<StagedRestore> of(SchemaMark mark) {
    if (mark.purpose() != Purpose.STAGED) {
      return Optional.empty();
    }
    Function<Detail, String> text = detail -> mark.detail(detail).orElse("");
    try {
      TableSet tables = new TableSet(text.apply(Detail.LABEL), mark.tables().orElse(List.of()));
      return Optional.of(
          new StagedRestore(
              new RestoreId(text.apply(Detail.RESTORE)),
              StagedPoint.of(mark),
              new CatalogLocation(mark.catalogSchema(), tables),
              mark.at(),
              new Load(
                  Long.parseLong(text.apply(Detail.ROWS)),
                  Long.parseLong(text.apply(Detail.BYTES)),
                  Duration.parse(text.apply(Detail.LOADING)),
                  Duration.parse(text.apply(Detail.CHECKING))),
              ViewPolicy.of(mark),
              new Evidence(text.apply(Detail.LOADED), text.apply(Detail.REPLACES))));
    } catch (IllegalArgumentException | DateTimeException | BackupException edited) {
      return Optional.empty();
    }
  }

  /** What the comment of its schema says. */
  SchemaMark mark() {
    return point
        .in(new SchemaMark(schema(), Purpose.STAGED, catalog.schema(), at))
        .with(Detail.RESTORE, restore)
        .with(Detail.LABEL, catalog.tables().label())
        .withTables(catalog.names())
        .with(Detail.ROWS, load.rows())
        .with(Detail.BYTES, load.rawBytes())
        .with(Detail.LOADING, load.loading())
        .with(Detail.CHECKING, load.checking())
        .with(Detail.VIEWS, views.name())
        .with(Detail.LOADED, evidence.loaded())
        .with(Detail.REPLACES, evidence.replaced());
  }

  /**
   * Remembers in the database that all is loaded and compared. One statement does it, and the
   * server's log has all rows before it: so whoever sees the mark has the rows, whatever was
   * killed.
   */
  public void remember(Session session) {
    mark().put(session);
  }

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
    if (find(session, catalog.schema(), restore).isPresent()) {
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
