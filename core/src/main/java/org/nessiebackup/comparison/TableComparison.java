package org.nessiebackup.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.comparison.TableDifferences.Difference;
import org.nessiebackup.comparison.TableDifferences.Kind;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableReader;

/**
 * Compares a table on two servers, each as of a moment that its session holds. Rows that nobody has
 * touched in between are compared by what they come to together, and looked at one by one only
 * where that is not the same.
 */
public final class TableComparison {
  private static final int MOST_NAMED = 100;

  /** Of each side, while it is looked for rows that differ; each takes some hundred bytes. */
  private static final int MOST_HELD = 50_000;

  private final Sides sides;
  private final TableShape shape;
  private final RowVersions versions;

  /**
   * Reads nothing yet.
   *
   * @param table what it looks like on the primary
   * @param changes what was committed meanwhile
   */
  public TableComparison(Sides sides, TableDescription table, CommittedChanges changes) {
    this.sides = sides;
    this.shape = table.shape();
    this.versions = changes.of(table);
  }

  /**
   * Both servers.
   *
   * @param primary sees the moment before all changes
   * @param replica sees the moment after some of them
   * @param schema where the tables are, on both
   * @param context a request to stop
   */
  public record Sides(Session primary, Session replica, String schema, WorkContext context) {}

  /**
   * What was read of one side.
   *
   * @param buckets sums of the rows that were not taken apart
   * @param count those rows
   * @param apart the others
   */
  private record Half(KeyBuckets buckets, RowCount count, Map<KeyHash, HashedRow> apart) {
    Optional<List<ValueHash>> values(KeyHash key) {
      return Optional.ofNullable(apart.get(key)).map(HashedRow::values);
    }
  }

  private record Halves(Half primary, Half replica) {
    HashedRow either(KeyHash key) {
      HashedRow row = primary.apart().get(key);
      return row == null ? replica.apart().get(key) : row;
    }
  }

  /**
   * Reads both sides.
   *
   * @param moments at which the primary can have been as the replica is, of which some are struck
   * @param last the last of them
   */
  public TableDifferences compare(BitSet moments, int last) {
    Set<KeyHash> touched = versions.keys();
    Halves halves = read(touched::contains);
    List<Difference> differences = touched(halves, moments, last);
    BitSet differing = halves.primary().buckets().differing(halves.replica().buckets());
    BitSet looked =
        halves.primary().buckets().first(differing, halves.replica().buckets(), MOST_HELD);
    if (!looked.isEmpty()) {
      differences.addAll(
          differing(
              read(key -> !touched.contains(key) && looked.get(KeyBuckets.of(key))), touched));
    }
    differences.sort(Comparator.comparing(Difference::key));
    RowCount rows = halves.primary().count();
    return new TableDifferences(
        shape.name(),
        rows.rows(),
        rows.digest().hex(),
        touched.size(),
        differences.subList(0, Math.min(MOST_NAMED, differences.size())),
        differences.size() > MOST_NAMED || !looked.equals(differing));
  }

  private List<Difference> touched(Halves halves, BitSet moments, int last) {
    List<Difference> differences = new ArrayList<>();
    for (KeyHash key : versions.keys()) {
      RowVersions.Rows rows =
          new RowVersions.Rows(halves.primary().values(key), halves.replica().values(key));
      if (!versions.strike(key, rows, moments, last)) {
        differences.add(new Difference(Kind.NEVER_SO, words(halves.either(key)), List.of()));
      }
    }
    return differences;
  }

  private List<Difference> differing(Halves halves, Set<KeyHash> touched) {
    Set<KeyHash> keys = new HashSet<>(halves.primary().apart().keySet());
    keys.addAll(halves.replica().apart().keySet());
    keys.removeAll(touched);
    List<Difference> differences = new ArrayList<>();
    for (KeyHash key : keys) {
      Optional<List<ValueHash>> here = halves.primary().values(key);
      Optional<List<ValueHash>> there = halves.replica().values(key);
      if (!here.equals(there)) {
        differences.add(difference(words(halves.either(key)), here, there));
      }
    }
    return differences;
  }

  private Difference difference(
      String key, Optional<List<ValueHash>> here, Optional<List<ValueHash>> there) {
    if (here.isEmpty()) {
      return new Difference(Kind.EXTRA, key, List.of());
    }
    if (there.isEmpty()) {
      return new Difference(Kind.MISSING, key, List.of());
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < here.get().size(); i++) {
      if (!here.get().get(i).equals(there.get().get(i))) {
        columns.add(shape.columnNames().get(shape.leadingKey() + i));
      }
    }
    return new Difference(Kind.CHANGED, key, columns);
  }

  private String words(HashedRow row) {
    return RowKeyWords.of(shape, row.key());
  }

  private Halves read(Predicate<KeyHash> apart) {
    Half[] halves = new Half[2];
    Workers.run(
        2,
        sides.context().cancellation(),
        List.of(
            stop -> halves[0] = read(sides.primary(), apart, stop),
            stop -> halves[1] = read(sides.replica(), apart, stop)));
    return new Halves(halves[0], halves[1]);
  }

  private Half read(Session session, Predicate<KeyHash> wanted, Cancellation stop) {
    KeyBuckets buckets = new KeyBuckets();
    Map<KeyHash, HashedRow> apart = new HashMap<>();
    RowPartition rows =
        new RowPartition(
            shape.columns().size(),
            shape.leadingKey(),
            wanted,
            row -> apart.put(row.hash(), row),
            buckets);
    try {
      TableReader.read(
          session,
          sides.schema(),
          shape,
          PageRange.ALL,
          (bytes, offset, length) -> {
            stop.check();
            rows.accept(bytes, offset, length);
          });
      return new Half(buckets, rows.finish(), apart);
    } catch (IOException e) {
      throw Failure.DATABASE.exception(
          "cannot read table \"%s\" for a comparison: %s".formatted(shape.name(), e.getMessage()),
          "Something between here and the server changes what it says, or the server is newer than"
              + " this program: update it.",
          e);
    }
  }
}
