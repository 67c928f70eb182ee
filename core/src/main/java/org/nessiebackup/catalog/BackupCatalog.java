package org.nessiebackup.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.BackupRows;

/** The rows of a backup, whichever backups of its chain they are stored in. */
public final class BackupCatalog implements CatalogSource {
  static final String DAMAGED =
      "`verify --all` shows which backups are whole; what was read of this one counts for nothing.";

  private final BackupRows rows;
  private final StoreType type;
  private final int jobs;
  private final WorkContext context;

  /** Segments in which something was found, by their checksums. */
  private final Set<String> foundIn = ConcurrentHashMap.newKeySet();

  private BackupCatalog(BackupRows rows, StoreType type, int jobs, WorkContext context) {
    this.rows = rows;
    this.type = type;
    this.jobs = jobs;
    this.context = context;
  }

  /**
   * Looks whether all of the backup is there.
   *
   * @param backup an id or {@code latest}
   * @param jobs how many threads read objects
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}; {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG} if no identity opens it; {@link Failure#DAMAGED}; {@link
   *     Failure#FORMAT_UNSUPPORTED}
   */
  public static BackupCatalog open(Vault vault, String backup, int jobs, WorkContext context) {
    Manifest manifest = vault.backups().find(backup);
    String label = manifest.source().storeType();
    StoreType.check(label, manifest.tables().stream().map(TableEntry::name).toList());
    BackupRows rows = new BackupRows(vault, vault.backups().chain(manifest.id()), DAMAGED);
    return new BackupCatalog(rows, NessieRows.type(label), jobs, context);
  }

  /** The backup. */
  public Manifest backup() {
    return rows.backup();
  }

  @Override
  public String describe() {
    return "backup \"" + backup().id() + "\" of " + backup().source().describe();
  }

  @Override
  public Optional<BackupId> backupId() {
    return Optional.of(backup().id());
  }

  @Override
  public StoreType storeType() {
    return type;
  }

  @Override
  public Instant stateOf() {
    return backup().snapshotAt();
  }

  @Override
  public String schema() {
    return backup().source().schema();
  }

  @Override
  public List<TableShape> tables() {
    return backup().tables().stream().map(TableEntry::shape).toList();
  }

  @Override
  public long bytes() {
    return bytes(rows.parts());
  }

  private static long bytes(List<BackupRows.Part> parts) {
    return parts.stream().mapToLong(part -> part.segment().rawBytes()).sum();
  }

  @Override
  public void rows(TableShape table, RowListener listener) {
    RowCount count = RowCount.NONE;
    for (BackupRows.Part part : rows.parts(table.name())) {
      count = count.plus(read(part, context.cancellation(), listener, () -> false));
    }
    rows.check(table.name(), count);
  }

  @Override
  public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    List<BackupRows.Part> parts = rows.parts(type.objects());
    context.progress().step("reading objects", bytes(parts));
    Queue<RowCount> counts = new ConcurrentLinkedQueue<>();
    each(
        parts,
        (part, stop) ->
            counts.add(
                read(
                    part,
                    stop,
                    NessieRows.objects(part.table().shape(), filter, listener),
                    () -> false)));
    rows.check(type.objects(), counts.stream().reduce(RowCount.NONE, RowCount::plus));
  }

  /**
   * All objects once, while somebody else reads the backup and those that it builds on.
   *
   * @param listener may be called from several threads; may not keep what is in a row
   */
  public ObjectTap tap(Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    return new ObjectTap(rows, type.objects(), listener);
  }

  @Override
  public boolean findsQuickly() {
    return false;
  }

  @Override
  public void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    AtomicInteger missing = new AtomicInteger(ids.size());
    ObjectFilter wanted = (space, id, kind) -> ids.contains(id) && space.equals(repository);
    BooleanSupplier enough = () -> missing.get() == 0;
    each(
        likelyFirst(),
        (part, stop) -> {
          if (!enough.getAsBoolean()) {
            Consumer<ObjectRow> found =
                row -> {
                  foundIn.add(part.segment().sha256());
                  listener.accept(row);
                  missing.decrementAndGet();
                };
            try {
              read(part, stop, NessieRows.objects(part.table().shape(), wanted, found), enough);
            } catch (EnoughException e) {
              // The segment's remainder was not wanted, and the stream is closed.
            }
          }
        });
  }

  /**
   * First where something was found before, since what belongs together was written together; then
   * the newest, since what people look for is mostly new.
   */
  private List<BackupRows.Part> likelyFirst() {
    Map<Boolean, List<BackupRows.Part>> parts =
        rows.parts(type.objects()).reversed().stream()
            .collect(Collectors.partitioningBy(part -> foundIn.contains(part.segment().sha256())));
    return Stream.concat(parts.get(true).stream(), parts.get(false).stream()).toList();
  }

  private void each(List<BackupRows.Part> parts, BiConsumer<BackupRows.Part, Cancellation> work) {
    Workers.run(
        jobs,
        context.cancellation(),
        parts.stream().map(part -> (Workers.Task) stop -> work.accept(part, stop)).toList());
  }

  private RowCount read(
      BackupRows.Part part, Cancellation stop, RowListener listener, BooleanSupplier enough) {
    CopyBinaryScanner scanner =
        new CopyBinaryScanner(part.table().shape().columns().size(), listener);
    return rows.read(
        part,
        (bytes, offset, length) -> {
          stop.check();
          if (enough.getAsBoolean()) {
            throw new EnoughException();
          }
          long before = scanner.rows();
          scanner.accept(bytes, offset, length);
          context.progress().advanced(scanner.rows() - before, length);
        });
  }

  @Override
  public void close() {
    // Each segment was closed after its last byte.
  }

  /** Leads out of a segment that need not be read to its end. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EnoughException() {
      super(null, null, false, false);
    }
  }
}
