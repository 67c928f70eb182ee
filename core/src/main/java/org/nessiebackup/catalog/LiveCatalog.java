package org.nessiebackup.catalog;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SessionPool;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.KeyedRows;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableReader;

/**
 * The rows of a catalog on a server, all in one snapshot, which lasts until this is closed. Nessie
 * goes on reading and writing.
 */
public final class LiveCatalog implements CatalogSource {
  private static final long STRETCH_BYTES = 64L << 20;

  /** Keeps a statement under some hundred kilobytes. */
  private static final int IDS_AT_ONCE = 1_000;

  private final String where;
  private final Session holder;
  private final CatalogSnapshot snapshot;
  private final SessionPool readers;
  private final StoreType type;
  private final int jobs;
  private final WorkContext context;

  private LiveCatalog(
      Database database, Session holder, CatalogSnapshot snapshot, int jobs, WorkContext context) {
    this.where = database.describe();
    this.holder = holder;
    this.snapshot = snapshot;
    this.readers = new SessionPool(database, snapshot::adopt);
    this.type = NessieRows.type(snapshot.catalog().tables().label());
    this.jobs = jobs;
    this.context = context;
  }

  /**
   * Takes the snapshot.
   *
   * @param catalog which one
   * @param jobs how many sessions read objects
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND}, {@link Failure#CATALOG_AMBIGUOUS},
   *     {@link Failure#PERMISSION}, or because the server cannot be reached
   */
  public static LiveCatalog open(
      Database database, CatalogOrigin.Live catalog, int jobs, WorkContext context) {
    return open(
        database,
        session ->
            CatalogFinder.find(session, StoreType.tableSets(catalog.tables()), catalog.schema()),
        jobs,
        context);
  }

  /** The same of tables that nobody would look for, such as those of a restore under way. */
  public static LiveCatalog at(
      Database database, CatalogLocation place, int jobs, WorkContext context) {
    return open(database, session -> place, jobs, context);
  }

  private static LiveCatalog open(
      Database database, Function<Session, CatalogLocation> finder, int jobs, WorkContext context) {
    Session session = database.open(context.cancellation());
    try {
      CatalogSnapshot snapshot = CatalogSnapshot.open(session, finder.apply(session));
      return new LiveCatalog(database, session, snapshot, jobs, context);
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  /** Where the tables are. */
  public CatalogLocation location() {
    return snapshot.catalog();
  }

  @Override
  public String describe() {
    return "the live catalog in database \"%s\", %s".formatted(where, snapshot.catalog());
  }

  @Override
  public StoreType storeType() {
    return type;
  }

  @Override
  public Instant stateOf() {
    return snapshot.takenAt();
  }

  @Override
  public String schema() {
    return snapshot.catalog().schema();
  }

  @Override
  public List<TableShape> tables() {
    return snapshot.tables().stream().map(TableDescription::shape).toList();
  }

  @Override
  public long bytes() {
    return snapshot.tables().stream().mapToLong(TableDescription::bytes).sum();
  }

  @Override
  public void rows(TableShape table, RowListener listener) {
    read(
        table,
        context.cancellation(),
        listener,
        target -> TableReader.read(holder, schema(), table, PageRange.ALL, target));
  }

  @Override
  public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    TableDescription table = table(type.objects());
    TableShape shape = table.shape();
    context.progress().step("reading objects", table.bytes());
    List<Workers.Task> tasks = new ArrayList<>();
    for (PageRange range : snapshot.ranges(table, STRETCH_BYTES, jobs)) {
      tasks.add(
          pooled(
              shape,
              () -> NessieRows.objects(shape, filter, listener),
              (session, target) -> TableReader.read(session, schema(), shape, range, target)));
    }
    Workers.run(jobs, context.cancellation(), tasks);
  }

  @Override
  public boolean findsQuickly() {
    return true;
  }

  @Override
  public void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    TableShape shape = table(type.objects()).shape();
    KeyedRows keyed = new KeyedRows(schema(), shape, "repo", "obj_id");
    List<ObjectId> all = List.copyOf(ids);
    List<Workers.Task> tasks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      List<byte[]> batch =
          all.subList(from, Math.min(from + IDS_AT_ONCE, all.size())).stream()
              .map(ObjectId::bytes)
              .toList();
      tasks.add(
          pooled(
              shape,
              () -> NessieRows.objects(shape, ObjectFilter.ALL, listener),
              (session, target) -> keyed.read(session, repository, batch, target)));
    }
    Workers.run(jobs, context.cancellation(), tasks);
  }

  private TableDescription table(String name) {
    return snapshot.tables().stream()
        .filter(table -> table.shape().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A query, and where its result goes. */
  private interface Query {
    void run(ByteSink target) throws IOException;
  }

  private interface PooledQuery {
    void run(Session session, ByteSink target) throws IOException;
  }

  /** The pool outlives the workers, so its sessions hear the request that stops everything. */
  private Workers.Task pooled(TableShape table, Supplier<RowListener> listener, PooledQuery query) {
    return stop ->
        read(
            table,
            stop,
            listener.get(),
            target -> readers.run(context.cancellation(), session -> query.run(session, target)));
  }

  private void read(TableShape table, Cancellation stop, RowListener listener, Query query) {
    CopyBinaryScanner scanner = new CopyBinaryScanner(table.columns().size(), listener);
    ByteSink target =
        (bytes, offset, length) -> {
          stop.check();
          long before = scanner.rows();
          scanner.accept(bytes, offset, length);
          context.progress().advanced(scanner.rows() - before, length);
        };
    try {
      query.run(target);
      scanner.finish();
    } catch (IOException e) {
      throw Failure.DATABASE.exception(
          "the server's answer for table \"%s\" makes no sense: %s"
              .formatted(table.name(), e.getMessage()),
          null,
          e);
    }
  }

  @Override
  public void close() {
    try {
      readers.close();
    } catch (BackupException e) {
      holder.closeAfter(e);
      throw e;
    }
    holder.close();
  }
}
