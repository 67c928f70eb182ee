package org.nessiebackup.vault.object;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;

/**
 * Folders of numbered documents, to the newest of which documents are added, each second perhaps.
 * They are listed one by one, so nobody holds the names of all. Who remembers lists the newest one
 * once in each look; another one, to which nothing was added for some time, once an hour: it goes
 * as a whole, which the list of folders shows.
 */
public final class NumberedFolders {
  /** So many are listed at a time. */
  private static final int AT_A_TIME = 4;

  /** Who writes adds a document each minute, and to a former folder for ten minutes at most. */
  private static final Duration QUIET = Duration.ofMinutes(30);

  /** In seconds: who removes a folder begins with its last document, and may be stopped then. */
  private static final int BELIEVED = 3_600;

  private final ObjectStore store;
  private final Place place;
  private final Sight sight;

  private NumberedFolders(ObjectStore store, Place place, Sight sight) {
    this.store = store;
    this.place = place;
    this.sight = sight;
  }

  /**
   * Where they are.
   *
   * @param prefix what all their names begin with
   * @param number the number of an object, if it is a document
   * @param what is in them, for messages
   */
  private record Place(String prefix, Function<String, OptionalLong> number, String what) {}

  /** Those of tips. */
  public static NumberedFolders tips(ObjectStore store, Sight sight) {
    return new NumberedFolders(store, new Place(Layout.TIPS, Layout::numberOfTip, "tips"), sight);
  }

  /** Those of files of a journal. */
  public static NumberedFolders journal(ObjectStore store, Sight sight) {
    return new NumberedFolders(
        store, new Place(Layout.JOURNAL, Layout::numberOfJournalFile, "the journal"), sight);
  }

  /** The folders that there are, by names with a slash at the end. */
  public List<String> names() {
    try {
      return folders();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private List<String> folders() throws IOException {
    Key key = new Key(place.prefix(), sight.look());
    Optional<Names> known = sight.memory().find(Names.class, key);
    if (known.isPresent()) {
      return known.get().names();
    }
    Names names = new Names(store.folders(place.prefix()));
    return sight.memory().of(Names.class, key, () -> names, read -> true).names();
  }

  /** The folders of one look. */
  private record Names(List<String> names) {}

  private BackupException failure(IOException e) {
    return StoreErrors.translate(e, "cannot list " + place.what(), store);
  }

  /** What lies in all of them. */
  public NavigableMap<String, FolderTotals> totals() {
    return totals(names(), this::list);
  }

  /** What lies in those that can be looked into. */
  public NavigableMap<String, FolderTotals> visible() throws IOException {
    List<String> names;
    try {
      names = folders();
    } catch (AccessRefusedException | ObjectUnreadableException hidden) {
      return new TreeMap<>();
    }
    return totals(names, this::listVisible);
  }

  private NavigableMap<String, FolderTotals> totals(
      List<String> names, Function<String, List<StoredObject>> listing) {
    NavigableMap<String, FolderTotals> totals = new TreeMap<>();
    List<FolderTotals> found =
        ParallelReader.map(
            AT_A_TIME,
            names,
            name -> totals(name, name.equals(names.getLast()), () -> listing.apply(name)));
    for (int i = 0; i < names.size(); i++) {
      totals.put(names.get(i), found.get(i));
    }
    return totals;
  }

  /**
   * What lies in one of them.
   *
   * @param isNewest whether it is the newest one
   * @param listed hears of the objects, if they had to be listed now
   */
  public FolderTotals totals(String folder, boolean isNewest, Consumer<List<StoredObject>> listed) {
    return totals(
        folder,
        isNewest,
        () -> {
          List<StoredObject> objects = list(folder);
          listed.accept(objects);
          return objects;
        });
  }

  /** A listing. */
  @FunctionalInterface
  private interface Listing {
    List<StoredObject> run();
  }

  /**
   * What is remembered of a folder.
   *
   * @param until something that is another thing when it has to be listed again
   */
  private record Key(String folder, Object until) {}

  private FolderTotals totals(String folder, boolean isNewest, Listing listing) {
    Object until =
        isNewest
            ? sight.look()
            : Math.floorDiv(
                sight.clock().instant().getEpochSecond()
                    // Not all in the same second.
                    + Math.floorMod(folder.hashCode(), BELIEVED),
                BELIEVED);
    return sight
        .memory()
        .of(
            FolderTotals.class,
            new Key(folder, until),
            () -> FolderTotals.of(listing.run(), place.number()),
            found -> isNewest || isQuiet(found));
  }

  private boolean isQuiet(FolderTotals totals) {
    return totals.newest().isBefore(sight.clock().instant().minus(QUIET));
  }

  /** The objects of a folder; something else in its place is none. */
  public List<StoredObject> list(String folder) {
    try {
      return store.list(folder);
    } catch (ObjectUnreadableException none) {
      return List.of();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private List<StoredObject> listVisible(String folder) {
    try {
      return store.list(folder);
    } catch (AccessRefusedException | ObjectUnreadableException hidden) {
      return List.of();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
