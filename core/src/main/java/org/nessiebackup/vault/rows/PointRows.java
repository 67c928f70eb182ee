package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowFilter;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.RecoveryPoint;

/**
 * The rows of a recovery point: those of its backup, and what tips or the journal put in their
 * place. The parts can be read in any order and by several threads at once.
 */
public final class PointRows {
  private final Vault vault;
  private final BackupRows backup;
  private final Optional<Layer> upon;

  /**
   * Which tables a catalog has, by what is in them.
   *
   * @param references the table of references
   * @param objects the table of objects
   */
  public record Names(String references, String objects) {}

  /**
   * Checks that all is there, and reads the keys of what has changed.
   *
   * @param advice what to do when something is damaged, for the person who reads the message
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG}
   */
  public PointRows(Vault vault, RecoveryPoint point, Names names, String advice) {
    this.vault = vault;
    this.backup = new BackupRows(vault, point.chain(), advice);
    this.upon =
        switch (point) {
          case RecoveryPoint.Exact exact -> Optional.empty();
          case RecoveryPoint.Tip tip -> Optional.of(new TipLayer(vault, tip, names));
          case RecoveryPoint.Journal journal ->
              Optional.of(new JournalLayer(vault, journal, names));
        };
  }

  /** The backup, or the base of the others. */
  public Manifest backup() {
    return backup.backup();
  }

  /** Something to be read. */
  public sealed interface Part {
    /** The table, as the backup describes it. */
    TableEntry table();

    /** The length of the COPY binary stream, before anything is left out. */
    long rawBytes();

    /** A segment of a backup. */
    record OfBackup(BackupRows.Part segment) implements Part {
      @Override
      public TableEntry table() {
        return segment.table();
      }

      @Override
      public long rawBytes() {
        return segment.segment().rawBytes();
      }
    }

    /** All that tips or the journal have of a table. */
    record Upon(TableEntry table, long rawBytes) implements Part {}
  }

  /** What has to be read for a table, oldest first. */
  public List<Part> parts(String table) {
    Stream<Part> segments =
        upon.filter(each -> each.replaces(table)).isPresent()
            ? Stream.empty()
            : backup.parts(table).stream().map(Part.OfBackup::new);
    Stream<Part> others =
        upon.filter(each -> each.has(table)).stream()
            .map(each -> new Part.Upon(backup().table(table).orElseThrow(), each.rawBytes(table)));
    return Stream.concat(segments, others).toList();
  }

  /** What has to be read for all tables. */
  public List<Part> parts() {
    return backup().tables().stream().flatMap(table -> parts(table.name()).stream()).toList();
  }

  /**
   * What was read of a table.
   *
   * @param rows those that belong to the point
   * @param ofBackup those that belong to the backup, whether or not others are in their place
   */
  public record Delivery(RowCount rows, RowCount ofBackup) {
    /** Nothing. */
    public static final Delivery NONE = new Delivery(RowCount.NONE, RowCount.NONE);

    /** Both together. */
    public Delivery plus(Delivery other) {
      return new Delivery(rows.plus(other.rows), ofBackup.plus(other.ofBackup));
    }
  }

  /**
   * Reads those rows of a part that belong to the point.
   *
   * @param sink takes a whole COPY binary stream, which is trustworthy once this method has
   *     returned
   * @throws BackupException {@link Failure#DAMAGED} if it is not what was written
   */
  public Delivery read(Part part, ByteSink sink) {
    return switch (part) {
      case Part.Upon others ->
          new Delivery(upon.orElseThrow().read(others.table().name(), sink), RowCount.NONE);
      case Part.OfBackup of -> read(of.segment(), sink);
    };
  }

  private Delivery read(BackupRows.Part segment, ByteSink sink) {
    String table = segment.table().name();
    if (upon.filter(each -> each.supersedes(table)).isEmpty()) {
      RowCount count = backup.read(segment, sink);
      return new Delivery(count, count);
    }
    RowFilter rest = upon.get().filter(table, sink);
    RowCount count = backup.read(segment, rest);
    try {
      RowCount dropped = rest.finish();
      return new Delivery(count.minus(dropped).plus(rest.added()), count);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read backup \"%s\"".formatted(backup().id()));
    }
  }

  /**
   * Compares what the parts of a table gave together with what the table was. What lies upon the
   * backup was compared when it was read.
   *
   * @throws BackupException {@link Failure#DAMAGED} if that is not the same
   */
  public void check(String table, Delivery all) {
    if (upon.filter(each -> each.replaces(table)).isEmpty()) {
      backup.check(table, all.ofBackup());
    }
    upon.ifPresent(each -> each.check(table, all.rows().rows(), all.ofBackup().rows()));
  }
}
