package org.nessiebackup.integrity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;

/** The rows of a catalog, to be damaged by hand. Reads with several threads, as all sources do. */
final class RowsInMemory implements CatalogSource {
  private final Instant stateOf;
  private final List<ReferenceRow> references = new ArrayList<>();
  private final Map<ObjectId, ObjectRow> main = new LinkedHashMap<>();
  private final List<ObjectRow> others = new ArrayList<>();
  private int passes;

  private RowsInMemory(Instant stateOf) {
    this.stateOf = stateOf;
  }

  /** The Nessie repository without a name is the one to be damaged. */
  static RowsInMemory of(CatalogSource catalog) {
    RowsInMemory rows = new RowsInMemory(catalog.stateOf());
    catalog.references(rows.references::add);
    catalog.objects(
        ObjectFilter.ALL,
        row -> {
          synchronized (rows) {
            if (row.repository().isEmpty()) {
              rows.main.put(row.id(), row);
            } else {
              rows.others.add(row);
            }
          }
        });
    return rows;
  }

  RowsInMemory copy() {
    RowsInMemory copy = new RowsInMemory(stateOf);
    copy.references.addAll(references);
    copy.main.putAll(main);
    copy.others.addAll(others);
    return copy;
  }

  /** The same rows in another order. */
  RowsInMemory shuffled(long seed) {
    List<ObjectRow> rows = new ArrayList<>(main.values());
    Collections.shuffle(rows, new Random(seed));
    RowsInMemory copy = copy();
    copy.main.clear();
    rows.forEach(copy::put);
    return copy;
  }

  /** How often all objects were read. */
  int passes() {
    return passes;
  }

  void remove(ObjectId id) {
    if (main.remove(id) == null) {
      throw new IllegalArgumentException("no object " + id);
    }
  }

  void put(ObjectRow row) {
    main.put(row.id(), row);
  }

  void changeBytes(ObjectId id, UnaryOperator<byte[]> change) {
    ObjectRow row = main.get(id);
    main.put(
        id,
        new ObjectRow(
            row.repository(),
            row.id(),
            row.type(),
            row.version(),
            change.apply(row.value().bytes().clone()),
            row.referenced()));
  }

  void changeReference(String name, UnaryOperator<ReferenceRow> change) {
    references.replaceAll(
        row -> row.repository().isEmpty() && row.name().equals(name) ? change.apply(row) : row);
  }

  void removeReference(String name) {
    if (!references.removeIf(row -> row.repository().isEmpty() && row.name().equals(name))) {
      throw new IllegalArgumentException("no reference " + name);
    }
  }

  void add(ReferenceRow row) {
    references.add(row);
  }

  ReferenceRow reference(String name) {
    return references.stream()
        .filter(row -> row.repository().isEmpty() && row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  ObjectRow row(ObjectId id) {
    return main.get(id);
  }

  <T extends NessieObject> Stream<T> all(Class<T> kind) {
    return main.values().stream()
        .map(ObjectDecoder::decode)
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  <T extends NessieObject> T first(Class<T> kind, Predicate<T> which) {
    return all(kind).filter(which).findFirst().orElseThrow();
  }

  NessieObject.Commit head(String name) {
    return (NessieObject.Commit) ObjectDecoder.decode(row(reference(name).pointer()));
  }

  Optional<IndexEntry> entry(String name, String key) {
    return head(name).index().entries().stream()
        .filter(entry -> entry.key().toString().equals(key))
        .findFirst();
  }

  @Override
  public String describe() {
    return "rows in memory";
  }

  @Override
  public StoreType storeType() {
    return StoreType.JDBC2;
  }

  @Override
  public String schema() {
    return "nessie";
  }

  @Override
  public List<TableShape> tables() {
    throw new UnsupportedOperationException("rows are here as objects only");
  }

  @Override
  public long bytes() {
    throw new UnsupportedOperationException("rows are here as objects only");
  }

  @Override
  public void rows(TableShape table, RowListener listener) {
    throw new UnsupportedOperationException("rows are here as objects only");
  }

  @Override
  public boolean findsQuickly() {
    return true;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public Instant stateOf() {
    return stateOf;
  }

  @Override
  public void references(Consumer<ReferenceRow> consumer) {
    references.forEach(consumer);
  }

  @Override
  public void objects(ObjectFilter wanted, Consumer<ObjectRow> consumer) {
    passes++;
    Stream.concat(main.values().stream(), others.stream()).toList().parallelStream()
        .filter(row -> wanted.wants(row.repository(), row.id(), row.type()))
        .forEach(consumer);
  }

  @Override
  public void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener) {
    Stream.concat(main.values().stream(), others.stream())
        .filter(row -> row.repository().equals(repository) && ids.contains(row.id()))
        .forEach(listener);
  }
}
