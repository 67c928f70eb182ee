package org.nessiebackup.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.nessiebackup.PointId;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;

/**
 * The rows of one catalog, all as of one moment. Memory does not depend on the catalog: each thread
 * holds one row at a time.
 *
 * <p>A row that is longer than {@link #LONGEST_VALUE} is refused with {@link
 * org.nessiebackup.Failure#FORMAT_UNSUPPORTED}, as is a table without Nessie's columns. Objects of
 * store type JDBC, which has one column for each of their attributes, are refused with the same.
 */
public interface CatalogSource extends AutoCloseable {
  /** No value is longer than this, in bytes; Nessie itself stores far smaller ones. */
  int LONGEST_VALUE = 64 << 20;

  /** Where the rows come from, for people, in one line. */
  String describe();

  /** The recovery point that it is, if it is one. */
  default Optional<PointId> recoveryPoint() {
    return Optional.empty();
  }

  /** Which tables the rows come from. */
  StoreType storeType();

  /** The moment whose state the rows are. */
  Instant stateOf();

  /** The schema that the tables are in. */
  String schema();

  /** The tables. */
  List<TableShape> tables();

  /** About how many bytes the rows of all tables have. */
  long bytes();

  /**
   * Reads all rows of a table once, in one thread.
   *
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#DAMAGED} if they are
   *     not those that were backed up; the listener has heard some of them by then
   */
  void rows(TableShape table, RowListener listener);

  /**
   * Reads all references of all Nessie repositories, deleted ones and Nessie's own among them, in
   * no order that matters.
   *
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#DAMAGED} if they are
   *     not those that were backed up; the listener has heard some of them by then
   */
  default void references(Consumer<ReferenceRow> listener) {
    String name = storeType().references();
    TableShape table =
        tables().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    rows(table, NessieRows.references(table, listener));
  }

  /**
   * Reads the objects that are wanted, in no order that matters.
   *
   * @param listener called from several threads; it must not keep a row's value longer than it has
   *     memory for
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#DAMAGED} if the
   *     objects, wanted or not, are not those that were backed up; the listener has heard some of
   *     them by then
   */
  void objects(ObjectFilter filter, Consumer<ObjectRow> listener);

  /** Whether {@link #find} takes no longer than what it finds, whatever else there is. */
  boolean findsQuickly();

  /**
   * Looks some objects up and stops as soon as all of them are found. Of a backup this may read as
   * much as {@link #objects} does, so look for many at once; what has been read up to then is not
   * compared with the manifest as a whole, because reading ends before.
   *
   * @param ids held in memory
   * @param listener called from several threads, once for each that exists
   */
  void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener);

  /** The same, of so few that there is memory for their rows. */
  default Map<ObjectId, ObjectRow> find(String repository, Set<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = new ConcurrentHashMap<>();
    find(repository, ids, row -> found.put(row.id(), row));
    return Map.copyOf(found);
  }

  @Override
  void close();
}
