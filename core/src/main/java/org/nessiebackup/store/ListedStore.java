package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store of which some places were listed: looking at these from many sides costs their listings,
 * and all sides see the same of each. The rest is asked of the store itself, unless its top folder
 * was not there. Nothing is written through it.
 */
public final class ListedStore implements ObjectStore {
  private final ObjectStore store;
  private final Set<String> top;
  private final NavigableMap<String, ListResult> places;

  private ListedStore(ObjectStore store, Set<String> top, NavigableMap<String, ListResult> places) {
    this.store = store;
    this.top = top;
    this.places = places;
  }

  /**
   * Lists some places of a store. One that cannot be looked into is left to be asked for: the store
   * knows best what is wrong with that.
   *
   * @param places folders, each with a slash at its end, none below another; or names of objects
   *     beside them
   * @throws IOException if nothing at all can be listed
   */
  public static ListedStore of(ObjectStore store, List<String> places) throws IOException {
    Set<String> top = Set.copyOf(store.folders(""));
    NavigableMap<String, ListResult> listed = new TreeMap<>();
    for (String place : places) {
      if (place.indexOf('/') < 0 || top.contains(topOf(place))) {
        survey(store, place).ifPresent(found -> listed.put(place, found));
      } else {
        listed.put(place, new ListResult(List.of(), List.of()));
      }
    }
    return new ListedStore(store, top, listed);
  }

  private static Optional<ListResult> survey(ObjectStore store, String place) throws IOException {
    try {
      return Optional.of(store.survey(place));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private static String topOf(String prefix) {
    return prefix.substring(0, prefix.indexOf('/') + 1);
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
    if (isNowhere(prefix)) {
      return List.of();
    }
    Optional<ListResult> listed = place(prefix);
    boolean whole =
        listed.isPresent()
            && listed.get().gaps().stream()
                .noneMatch(gap -> gap.name().startsWith(prefix) || prefix.startsWith(gap.name()));
    // Where something is hidden, the store knows best what is wrong with that.
    return whole ? below(listed.get().objects(), prefix) : store.list(prefix);
  }

  @Override
  public ListResult survey(String prefix) throws IOException {
    if (isNowhere(prefix)) {
      return new ListResult(List.of(), List.of());
    }
    Optional<ListResult> listed = place(prefix);
    if (listed.isEmpty()
        || listed.get().gaps().stream().anyMatch(gap -> prefix.startsWith(gap.name()))) {
      return store.survey(prefix);
    }
    return new ListResult(
        below(listed.get().objects(), prefix),
        listed.get().gaps().stream().filter(gap -> gap.name().startsWith(prefix)).toList());
  }

  @Override
  public List<String> folders(String prefix) throws IOException {
    return isNowhere(prefix) ? List.of() : store.folders(prefix);
  }

  /** Whether all that begins so is in a folder that was not there. */
  private boolean isNowhere(String prefix) {
    return prefix.indexOf('/') >= 0 && !top.contains(topOf(prefix));
  }

  /** What was listed of the place that all names are in which begin so. */
  private Optional<ListResult> place(String prefix) {
    return Optional.ofNullable(places.floorEntry(prefix))
        .filter(entry -> prefix.startsWith(entry.getKey()))
        .map(Map.Entry::getValue);
  }

  /** Names are sorted, so those that begin alike stand together. */
  private static List<StoredObject> below(List<StoredObject> objects, String prefix) {
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

  /** All objects of the places that were listed, sorted by place. */
  public List<StoredObject> listed() {
    List<StoredObject> all = new ArrayList<>();
    places.values().forEach(place -> all.addAll(place.objects()));
    return all;
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
