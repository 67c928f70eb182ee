package org.nessiebackup.export;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableReader;

/** The rows of a live catalog, all in one snapshot, read by one session. */
final class LiveSource implements RowSource {
  private final String where;
  private final Session session;
  private final CatalogSnapshot snapshot;
  private final WorkContext context;

  private LiveSource(String where, Session session, CatalogSnapshot snapshot, WorkContext context) {
    this.where = where;
    this.session = session;
    this.snapshot = snapshot;
    this.context = context;
  }

  static LiveSource open(Database database, ExportOptions.Source.Live live, WorkContext context) {
    Session session = database.open(context.cancellation());
    try {
      CatalogLocation catalog =
          CatalogFinder.find(
              session, live.tables().map(List::of).orElseGet(StoreType::tableSets), live.schema());
      CatalogSnapshot snapshot = CatalogSnapshot.open(session, catalog);
      return new LiveSource(database.describe(), session, snapshot, context);
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  @Override
  public String describe() {
    return "the live catalog in database \"%s\", %s".formatted(where, snapshot.catalog());
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
  public void read(TableShape table, RowListener listener) {
    CopyBinaryScanner scanner = new CopyBinaryScanner(table.columns().size(), listener);
    try {
      TableReader.read(
          session,
          schema(),
          table,
          PageRange.ALL,
          (bytes, offset, length) -> {
            context.cancellation().check();
            long before = scanner.rows();
            scanner.accept(bytes, offset, length);
            context.progress().advanced(scanner.rows() - before, length);
          });
      scanner.finish();
    } catch (IOException e) {
      throw new BackupException(
          Failure.DATABASE,
          "the server's answer for table \"%s\" makes no sense: %s"
              .formatted(table.name(), e.getMessage()),
          null,
          e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
