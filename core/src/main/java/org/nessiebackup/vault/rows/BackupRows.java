package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowFilter;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;

/**
 * The rows of a backup, whichever backups of its chain they are stored in. The parts can be read in
 * any order and by several threads at once.
 */
public final class BackupRows {
  private final Vault vault;
  private final BackupChain chain;
  private final String advice;
  private final Map<String, TableLayers> tables = new HashMap<>();
  private final ChainDictionaries dictionaries;

  /**
   * Checks that all objects are there and reads the keys of what has changed.
   *
   * @param advice what to do when something is damaged, for the person who reads the message
   * @throws BackupException {@link Failure#DAMAGED}
   */
  public BackupRows(Vault vault, BackupChain chain, String advice) {
    this.vault = vault;
    this.chain = chain;
    this.advice = advice;
    this.dictionaries = new ChainDictionaries(vault, chain);
    chain.members().forEach(vault.backups()::checkComplete);
    chain.members().forEach(vault.keys()::checkReader);
    for (TableEntry table : backup().tables()) {
      tables.put(table.name(), TableLayers.open(vault, chain, table.name()));
    }
  }

  /** The backup. */
  public Manifest backup() {
    return chain.newest();
  }

  /** What has to be read for a table, oldest first. */
  public List<Part> parts(String table) {
    List<BackupChain.Layer> layers = tables.get(table).layers();
    return IntStream.range(0, layers.size())
        .boxed()
        .flatMap(
            i ->
                layers.get(i).table().segments().stream()
                    .map(segment -> new Part(layers.get(i), segment, i)))
        .toList();
  }

  /** What has to be read for all tables. */
  public List<Part> parts() {
    return backup().tables().stream().flatMap(table -> parts(table.name()).stream()).toList();
  }

  /**
   * A segment with rows of the backup.
   *
   * @param from the backup it is stored in, and what that has of the table
   * @param segment the segment
   * @param layer how many older layers the table has
   */
  public record Part(BackupChain.Layer from, SegmentEntry segment, int layer) {
    /** The table. */
    public TableEntry table() {
      return from.table();
    }
  }

  /**
   * Reads those rows of a part that belong to the backup.
   *
   * @param sink takes a whole COPY binary stream, which is trustworthy once this method has
   *     returned
   * @return the rows that the sink got
   * @throws BackupException {@link Failure#DAMAGED} if it is not what was written
   */
  public RowCount read(Part part, ByteSink sink) {
    SegmentEntry segment = part.segment();
    String what =
        "segment \"%s\" of backup \"%s\"".formatted(segment.object(), part.from().backup().id());
    try (InputStream stored = vault.backups().open(part.from().backup().id(), segment)) {
      return read(stored, part, sink);
    } catch (DamagedSegmentException e) {
      throw damaged(what + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read " + what);
    }
  }

  private RowCount read(InputStream stored, Part part, ByteSink sink) throws IOException {
    PartRows rows = rows(part, sink);
    RowCount all = count(part, segment(stored, part, rows));
    return all.minus(rows.finish());
  }

  /** For who reads the part by other means, and does what {@link #read} does to be sure of it. */
  public PartRows rows(Part part, ByteSink sink) {
    TableLayers layers = tables.get(part.table().name());
    Optional<RowFilter> filter =
        layers.superseded(part.layer())
            ? Optional.of(
                new RowFilter(
                    part.table().shape().columns().size(),
                    part.table().shape().leadingKey(),
                    superseded(layers, part.layer()),
                    sink))
            : Optional.empty();
    return new PartRows(filter, sink);
  }

  /** Lists have half of the hash of a key, and say only together with the number of rows. */
  private static Predicate<KeyHash> superseded(TableLayers layers, int layer) {
    LongPredicate half = layers.supersededIn(layer);
    return key -> half.test(key.high());
  }

  private SegmentSummary segment(InputStream stored, Part part, ByteSink sink) throws IOException {
    return SegmentReader.read(
        stored,
        dictionaries.decoding(part.from()),
        part.table().shape().columns().size(),
        part.segment().rawBytes(),
        sink);
  }

  private RowCount count(Part part, SegmentSummary found) {
    SegmentEntry segment = part.segment();
    boolean same =
        found.sha256().equals(segment.sha256())
            && found.storedBytes() == segment.storedBytes()
            && found.rows() == segment.rows()
            && found.rawBytes() == segment.rawBytes();
    if (!same) {
      throw damaged(
          "segment \"%s\" of backup \"%s\" is damaged: its content is not what was written"
              .formatted(segment.object(), part.from().backup().id()),
          null);
    }
    return new RowCount(found.rows(), found.digest());
  }

  /**
   * Compares what the parts of a table gave together with what the table was.
   *
   * @throws BackupException {@link Failure#DAMAGED} if that is not the same
   */
  public void check(String table, RowCount rows) {
    if (!isWhole(backup().table(table).orElseThrow(), rows)) {
      throw damaged(
          "backup \"%s\" is damaged: the rows of table \"%s\" are not those that were backed up"
              .formatted(backup().id(), table),
          null);
    }
  }

  /** Whether these are all rows that a table had when it was backed up. */
  public static boolean isWhole(TableEntry entry, RowCount rows) {
    boolean sameDigest =
        entry
            .changes()
            .map(TableChanges::digestTail)
            .map(rows.digest().tail()::equals)
            .orElseGet(() -> rows.digest().hex().equals(entry.digest()));
    return rows.rows() == entry.wholeRows() && sameDigest;
  }

  private BackupException damaged(String message, Throwable cause) {
    return Failure.DAMAGED.exception(message, advice, cause);
  }
}
