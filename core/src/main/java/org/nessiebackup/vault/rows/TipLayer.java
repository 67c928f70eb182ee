package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowFilter;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.RecoveryPoint;

/**
 * What the tips of a point have, on top of the backup that they build on: all references, as of the
 * last tip, and objects, of which the last with a key counts. May be used by several threads.
 */
final class TipLayer implements Layer {
  private static final ByteSink NOWHERE = (bytes, offset, length) -> {};

  private final Vault vault;
  private final RecoveryPoint.Tip point;
  private final PointRows.Names names;
  private final List<Tip> references;
  private final List<Tip> objects;
  private final TipKeys keys;

  /**
   * Reads all objects once, for their keys.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#DAMAGED} if they are not what was
   *     written, {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG}
   */
  TipLayer(Vault vault, RecoveryPoint.Tip point, PointRows.Names names) {
    this.vault = vault;
    this.point = point;
    this.names = names;
    this.references = point.tips().references(point.last());
    this.objects = point.tips().objects(point.last());
    this.keys = readKeys();
  }

  private TipKeys readKeys() {
    TipKeys.Collector collector = new TipKeys.Collector();
    if (!objects.isEmpty()) {
      TableShape shape = shape(names.objects());
      if (shape.leadingKey() == 0) {
        throw Failure.DAMAGED.exception(
            "the tips of backup \"%s\" cannot be used: table \"%s\" has no key in front"
                .formatted(point.backup().id(), shape.name()),
            "Restore the backup itself, or another one.");
      }
      each(
          objects,
          Tip::objects,
          TipRowsReader.ofObjects(vault, point.chain(), names.objects()),
          (tip, rows) -> {
            RowFilter keysAlone =
                new RowFilter(
                    shape.columns().size(),
                    shape.leadingKey(),
                    key -> {
                      collector.add(key);
                      return false;
                    },
                    NOWHERE);
            rows.read(keysAlone);
            keysAlone.finish();
          });
    }
    return collector.keys();
  }

  private TableShape shape(String table) {
    return point.backup().table(table).orElseThrow().shape();
  }

  @FunctionalInterface
  private interface Reading {
    RowCount read(ByteSink sink) throws IOException;
  }

  @FunctionalInterface
  private interface Use {
    void use(Tip tip, Reading rows) throws IOException;
  }

  private void each(
      List<Tip> tips, Function<Tip, Optional<TipRows>> which, TipRowsReader reader, Use use) {
    for (Tip tip : tips) {
      try {
        use.use(tip, sink -> reader.read(tip, which.apply(tip).orElseThrow(), sink));
      } catch (IOException e) {
        throw vault.failure(
            e, "cannot read the tips of backup \"%s\"".formatted(point.backup().id()));
      }
    }
  }

  @Override
  public boolean replaces(String table) {
    return table.equals(names.references()) && !references.isEmpty();
  }

  @Override
  public boolean has(String table) {
    return replaces(table) || (table.equals(names.objects()) && !objects.isEmpty());
  }

  @Override
  public long rawBytes(String table) {
    return table.equals(names.references())
        ? references.getLast().references().orElseThrow().rawBytes()
        : objects.stream().mapToLong(tip -> tip.objects().orElseThrow().rawBytes()).sum();
  }

  @Override
  public RowFilter filter(String table, ByteSink sink) {
    TableShape shape = shape(table);
    return new RowFilter(shape.columns().size(), shape.leadingKey(), keys::contains, sink);
  }

  @Override
  public boolean supersedes(String table) {
    return table.equals(names.objects()) && !objects.isEmpty();
  }

  @Override
  public void check(String table, long all, long ofBackup) {
    // Each tip was compared when it was read, and any row may be there or not.
  }

  @Override
  public RowCount read(String table, ByteSink sink) {
    return table.equals(names.references()) ? readReferences(sink) : readObjects(sink);
  }

  private RowCount readReferences(ByteSink sink) {
    RowCount[] count = {RowCount.NONE};
    each(
        references,
        Tip::references,
        TipRowsReader.ofReferences(vault, point.chain(), names.references()),
        (tip, rows) -> count[0] = rows.read(tip.equals(references.getLast()) ? sink : NOWHERE));
    return count[0];
  }

  private RowCount readObjects(ByteSink sink) {
    TableShape shape = shape(names.objects());
    RowFilter newest =
        new RowFilter(shape.columns().size(), shape.leadingKey(), new Superseded(), sink);
    RowCount[] all = {RowCount.NONE};
    each(
        objects,
        Tip::objects,
        TipRowsReader.ofObjects(vault, point.chain(), names.objects()),
        (tip, rows) -> {
          if (!tip.equals(objects.getFirst())) {
            newest.nextStream();
          }
          all[0] = all[0].plus(rows.read(newest));
        });
    try {
      return all[0].minus(newest.finish());
    } catch (IOException e) {
      throw vault.failure(
          e, "cannot read the tips of backup \"%s\"".formatted(point.backup().id()));
    }
  }

  /** Asked for the key of each row once, in their order. */
  private final class Superseded implements Predicate<KeyHash> {
    private int place;

    @Override
    public boolean test(KeyHash key) {
      return keys.last(key) != place++;
    }
  }
}
