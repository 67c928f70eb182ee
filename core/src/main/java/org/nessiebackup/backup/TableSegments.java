package org.nessiebackup.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.Cancellation;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.catalog.DictionarySample;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SessionPool;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.KeyUniqueness;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableReader;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;

/** Reads the tables of a snapshot in parallel, a stretch of pages becoming a segment. */
final class TableSegments {
  /** Large enough for the compressor to learn, small enough to share among readers and loaders. */
  private static final long SEGMENT_BYTES = 256L << 20;

  /** Below this a second segment costs more than a second reader gains. */
  private static final long SHARE_BYTES = 16L << 20;

  /** They are equally large, but readers are not equally fast: who is done early takes another. */
  private static final int STRETCHES_PER_READER = 2;

  private final Vault vault;
  private final Database database;
  private final WorkContext context;
  private final CatalogSnapshot snapshot;
  private final SegmentStorage storage;
  private final StoreType type;
  private final Map<Stretch, SegmentStorage.Stored> written = new ConcurrentHashMap<>();

  TableSegments(
      Vault vault,
      Database database,
      WorkContext context,
      CatalogSnapshot snapshot,
      PendingBackup pending) {
    this.vault = vault;
    this.database = database;
    this.context = context;
    this.snapshot = snapshot;
    this.storage = new SegmentStorage(vault, pending, context.progress());
    this.type = StoreType.of(snapshot.catalog().tables().label()).orElseThrow();
  }

  /** Some pages of a table, to become its segment of that number. */
  private record Stretch(TableDescription table, int number, PageRange pages) {}

  /**
   * Writes all tables.
   *
   * @param session the one that holds the snapshot
   */
  List<TableEntry> write(int jobs, Session session) throws IOException {
    List<Stretch> stretches = stretches(jobs, session);
    long bytes = snapshot.tables().stream().mapToLong(TableDescription::bytes).sum();
    context.progress().step("reading the catalog", bytes);
    // The session of the snapshot has nothing else to do meanwhile.
    try (SessionPool readers = SessionPool.lent(database, snapshot::adopt, session)) {
      List<Workers.Task> tasks = new ArrayList<>();
      tasks.add(stop -> readers.run(stop, reader -> keys(reader, stop)));
      stretches.forEach(stretch -> tasks.add(stop -> write(readers, stretch, stop)));
      Workers.run(jobs, context.cancellation(), tasks);
    }
    List<TableEntry> entries = new ArrayList<>();
    for (TableDescription table : snapshot.tables()) {
      Optional<DictionaryEntry> dictionary =
          keyed(table.shape()) ? dictionary(session, table.shape()) : Optional.empty();
      entries.add(entry(table, stretches, dictionary));
    }
    return entries;
  }

  private Optional<DictionaryEntry> dictionary(Session session, TableShape shape)
      throws IOException {
    Optional<DictionarySample.Found> found =
        new DictionarySample(session, snapshot.catalog(), shape)
            .find(snapshot.tables().getFirst().shape());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SegmentStorage.Stored stored = storage.dictionary(shape, found.get().rows());
    return Optional.of(
        new DictionaryEntry(stored.entry(), found.get().rows().sha256(), found.get().places()));
  }

  private void keys(Session reader, Cancellation stop) {
    KeyUniqueness keys = new KeyUniqueness(reader, snapshot.catalog());
    for (TableDescription table : snapshot.tables()) {
      stop.check();
      keys.refuse(table.shape(), type.newest(table.name()));
    }
  }

  /** The largest stretches first, so that no reader is left alone with one at the end. */
  private List<Stretch> stretches(int jobs, Session session) {
    List<Stretch> stretches = new ArrayList<>();
    List<TableDescription> largestFirst =
        snapshot.tables().stream()
            .sorted(Comparator.comparingLong(TableDescription::bytes).reversed())
            .toList();
    for (TableDescription table : largestFirst) {
      int sharing = Math.clamp(table.bytes() / SHARE_BYTES, 1, STRETCHES_PER_READER * jobs);
      List<PageRange> ranges = snapshot.equalRanges(session, table, SEGMENT_BYTES, sharing);
      for (int i = 0; i < ranges.size(); i++) {
        stretches.add(new Stretch(table, i, ranges.get(i)));
      }
    }
    return stretches;
  }

  private void write(SessionPool readers, Stretch stretch, Cancellation stop) {
    try {
      readers.run(stop, reader -> write(reader, stretch, stop));
    } catch (IOException e) {
      throw vault.failure(e, "cannot store a segment of table \"" + stretch.table().name() + "\"");
    }
  }

  private void write(Session reader, Stretch stretch, Cancellation stop) throws IOException {
    TableShape shape = stretch.table().shape();
    SegmentStorage.Rows rows =
        target ->
            TableReader.read(reader, snapshot.catalog().schema(), shape, stretch.pages(), target);
    written.put(
        stretch,
        storage.store(
            new SegmentStorage.Part(
                shape,
                stretch.number(),
                Optional.empty(),
                keyed(shape) ? Optional.of(key -> {}) : Optional.empty()),
            stop,
            rows));
  }

  private boolean keyed(TableShape shape) {
    return shape.name().equals(type.objects()) && shape.leadingKey() > 0;
  }

  private TableEntry entry(
      TableDescription table, List<Stretch> stretches, Optional<DictionaryEntry> dictionary) {
    List<SegmentStorage.Stored> parts =
        stretches.stream().filter(each -> each.table().equals(table)).map(written::get).toList();
    return SegmentStorage.entry(table, parts, dictionary, Optional.empty());
  }
}
