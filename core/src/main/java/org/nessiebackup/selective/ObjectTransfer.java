package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.postgres.Session;

/**
 * Adds objects of a backup to the live catalog: first what commits point to, then the commits, in
 * transactions of some megabytes. Nobody points to them yet, so where this ends does no harm, and
 * the next run adds what is missing then.
 */
final class ObjectTransfer {
  private static final int MOST_ROWS = 500;
  private static final long MOST_BYTES = 4L << 20;

  private final Session session;
  private final LiveObjects live;
  private final String repository;
  private final WorkContext context;
  private final List<ObjectRow> pending = new ArrayList<>();
  private long pendingBytes;
  private long added;

  ObjectTransfer(Session session, LiveObjects live, String repository, WorkContext context) {
    this.session = session;
    this.live = live;
    this.repository = repository;
    this.context = context;
  }

  /**
   * Adds objects.
   *
   * @param source the backup
   * @param from its Nessie repository
   * @return how many were not there
   * @throws BackupException {@link Failure#DAMAGED} if the backup is not what it was, or lacks one
   */
  long run(CatalogSource source, String from, Set<ObjectId> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    String commit = ObjectType.COMMIT.shortName();
    ObjectFilter wanted = (space, id, type) -> space.equals(from) && ids.contains(id);
    pass(source, (space, id, type) -> !type.equals(commit) && wanted.wants(space, id, type));
    pass(source, (space, id, type) -> type.equals(commit) && wanted.wants(space, id, type));
    requireAll(ids);
    return added;
  }

  private void pass(CatalogSource source, ObjectFilter filter) {
    source.objects(filter, this::add);
    flush();
  }

  /** Readers wait for one another here: the server takes the rows one after the other anyway. */
  private synchronized void add(ObjectRow row) {
    pending.add(row);
    pendingBytes += row.value().length();
    if (pending.size() >= MOST_ROWS || pendingBytes >= MOST_BYTES) {
      flush();
    }
  }

  private synchronized void flush() {
    if (pending.isEmpty()) {
      return;
    }
    context.cancellation().check();
    // As Nessie's own clock gives it. A clean-up spares what was pointed to lately.
    long now = Micros.of(context.clock().instant());
    added += live.add(session, repository, pending, now);
    pending.clear();
    pendingBytes = 0;
  }

  private void requireAll(Set<ObjectId> ids) {
    int absent = live.absent(session, repository, ids.stream()).size();
    if (absent > 0) {
      throw Failure.DAMAGED.exception(
          "%d of %d objects that are needed are neither in the catalog nor in the backup"
              .formatted(absent, ids.size()),
          "No reference was changed. Take another backup, and verify this one. If a clean-up of"
              + " Nessie is running, wait until it has ended.");
    }
  }
}
