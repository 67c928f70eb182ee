package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * A store as one listing has shown it: looking at it from many sides costs that one listing, and
 * all of them see the same moment. Nothing is written through it.
 */
public final class ListedStore implements ObjectStore {
  private final ObjectStore store;
  private final ListResult all;

  private ListedStore(ObjectStore store, ListResult all) {
    this.store = store;
    this.all = all;
  }

  /** Lists a store. */
  public static ListedStore of(ObjectStore store) throws IOException {
    return new ListedStore(store, store.survey(""));
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return store.open(name);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    boolean whole =
        all.gaps().stream()
            .noneMatch(gap -> gap.name().startsWith(prefix) || prefix.startsWith(gap.name()));
    // Where something is hidden, the store knows best what is wrong with that.
    return whole ? below(prefix) : store.list(prefix);
  }

  @Override
  public ListResult survey(String prefix) throws IOException {
    boolean hidden = all.gaps().stream().anyMatch(gap -> prefix.startsWith(gap.name()));
    return hidden
        ? store.survey(prefix)
        : new ListResult(
            below(prefix),
            all.gaps().stream().filter(gap -> gap.name().startsWith(prefix)).toList());
  }

  /** Names are sorted, so those that begin alike stand together. */
  private List<StoredObject> below(String prefix) {
    List<StoredObject> objects = all.objects();
    int from = 0;
    int to = objects.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (objects.get(middle).name().compareTo(prefix) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    int end = from;
    while (end < objects.size() && objects.get(end).name().startsWith(prefix)) {
      end++;
    }
    return objects.subList(from, end);
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return store.freeBytes();
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return store.unfinished();
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return store.supportsConditionalPut();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) {
    throw new UnsupportedOperationException("nothing is written through a listing: " + name);
  }

  @Override
  public void delete(String name, Lifetime lifetime) {
    throw new UnsupportedOperationException("nothing is removed through a listing: " + name);
  }

  @Override
  public void discard(UnfinishedUpload upload) {
    throw new UnsupportedOperationException("nothing is removed through a listing");
  }
}
