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
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.rows.BackupRows;
import org.nessiebackup.vault.rows.PointRows;

/** The rows of a recovery point, wherever they are stored. */
public final class BackupCatalog implements CatalogSource {
  static final String DAMAGED =
      "`verify --all` shows which backups are whole; what was read of this one counts for nothing.";

  private final Vault vault;
  private final RecoveryPoint point;
  private final PointRows rows;
  private final StoreType type;
  private final int jobs;
  private final WorkContext context;

  /** Where something was found: segments by their checksums, and what lies upon them. */
  private final Set<String> foundIn = ConcurrentHashMap.newKeySet();

  private BackupCatalog(Vault vault, RecoveryPoint point, int jobs, WorkContext context) {
    this.vault = vault;
    this.point = point;
    this.type = NessieRows.type(point.backup().source().storeType());
    this.rows =
        new PointRows(
            vault, point, new PointRows.Names(type.references(), type.objects()), DAMAGED);
    this.jobs = jobs;
    this.context = context;
  }

  /**
   * Looks whether all of the backup is there.
   *
   * @param words those of a backup, the name of another point, or a {@code @} and a target
   * @param jobs how many threads read objects
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}; {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG} if no identity opens it; {@link Failure#DAMAGED}; {@link
   *     Failure#FORMAT_UNSUPPORTED}
   */
  public static BackupCatalog open(Vault vault, String words, int jobs, WorkContext context) {
    PointSelector wanted = PointSelector.words(words, context.clock().instant());
    return open(vault, JournalCommits.find(vault, wanted, context), jobs, context);
  }

  /** The same of a recovery point that was found. */
  public static BackupCatalog open(
      Vault vault, RecoveryPoint point, int jobs, WorkContext context) {
    Manifest manifest = point.backup();
    StoreType.check(
        manifest.source().storeType(), manifest.tables().stream().map(TableEntry::name).toList());
    return new BackupCatalog(vault, point, jobs, context);
  }

  /** The backup, or the base of the others. */
  public Manifest backup() {
    return point.backup();
  }

  /** Its name. */
  public PointId point() {
    return point.id();
  }

  @Override
  public String describe() {
    return "%s \"%s\" of %s"
        .formatted(
            switch (point) {
              case RecoveryPoint.Exact exact -> "backup";
              case RecoveryPoint.Tip tip -> "tip";
              case RecoveryPoint.Journal journal -> "position";
            },
            point.id(),
            backup().source().describe());
  }

  @Override
  public Optional<PointId> recoveryPoint() {
    return Optional.of(point.id());
  }

  @Override
  public StoreType storeType() {
    return type;
  }

  @Override
  public Instant stateOf() {
    return point.at();
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

  private static long bytes(List<PointRows.Part> parts) {
    return parts.stream().mapToLong(PointRows.Part::rawBytes).sum();
  }

  @Override
  public void rows(TableShape table, RowListener listener) {
    PointRows.Delivery all = PointRows.Delivery.NONE;
    for (PointRows.Part part : rows.parts(table.name())) {
      all = all.plus(read(part, context.cancellation(), listener, () -> false));
    }
    rows.check(table.name(), all);
  }

  @Override
  public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    List<PointRows.Part> parts = rows.parts(type.objects());
    context.progress().step("reading objects", bytes(parts));
    Queue<PointRows.Delivery> counts = new ConcurrentLinkedQueue<>();
    each(
        parts,
        (part, stop) ->
            counts.add(
                read(
                    part,
                    stop,
                    NessieRows.objects(part.table().shape(), filter, listener),
                    () -> false)));
    rows.check(
        type.objects(), counts.stream().reduce(PointRows.Delivery.NONE, PointRows.Delivery::plus));
  }

  /**
   * All objects of a backup once, while somebody else reads it and those that it builds on; not
   * those of another point.
   *
   * @param listener may be called from several threads; may not keep what is in a row
   */
  public ObjectTap tap(Consumer<ObjectRow> listener) {
    NessieRows.requireObjects(type);
    return new ObjectTap(new BackupRows(vault, point.chain(), DAMAGED), type.objects(), listener);
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
                  foundIn.add(place(part));
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

  private static String place(PointRows.Part part) {
    return switch (part) {
      case PointRows.Part.OfBackup of -> of.segment().segment().sha256();
      case PointRows.Part.Upon others -> "upon";
    };
  }

  /**
   * First where something was found before, since what belongs together was written together; then
   * the newest, since what people look for is mostly new.
   */
  private List<PointRows.Part> likelyFirst() {
    Map<Boolean, List<PointRows.Part>> parts =
        rows.parts(type.objects()).reversed().stream()
            .collect(Collectors.partitioningBy(part -> foundIn.contains(place(part))));
    return Stream.concat(parts.get(true).stream(), parts.get(false).stream()).toList();
  }

  private void each(List<PointRows.Part> parts, BiConsumer<PointRows.Part, Cancellation> work) {
    Workers.run(
        jobs,
        context.cancellation(),
        parts.stream().map(part -> (Workers.Task) stop -> work.accept(part, stop)).toList());
  }

  private PointRows.Delivery read(
      PointRows.Part part, Cancellation stop, RowListener listener, BooleanSupplier enough) {
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
