package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Entries of an index, as stored; decoded each time they are wanted, since a commit repeats those
 * of its parent.
 *
 * @param bytes an index that has been read to its end
 * @param size how many entries it has
 */
public record EncodedIndex(Slice bytes, int size) {

  /**
   * Reads every entry, so that what is made here can be read.
   *
   * @throws UndecodableException if it is no index
   */
  public static EncodedIndex of(Slice bytes) throws UndecodableException {
    IndexCursor cursor = new IndexCursor(bytes);
    int entries = 0;
    while (cursor.next()) {
      entries++;
    }
    cursor.requireAnnounced(entries);
    return new EncodedIndex(bytes, entries);
  }

  /** All entries, in the order of their keys as stored. */
  public List<IndexEntry> entries() {
    List<IndexEntry> list = new ArrayList<>(size);
    forEach(list::add);
    return List.copyOf(list);
  }

  /** Passes all entries on, in the order of their keys as stored. */
  public void forEach(Consumer<IndexEntry> consumer) {
    IndexCursor cursor = cursor();
    while (advance(cursor)) {
      consumer.accept(cursor.entry());
    }
  }

  /** What the commit itself did, in the order of keys as stored. */
  public List<IndexEntry> operations() {
    List<IndexEntry> list = new ArrayList<>();
    IndexCursor cursor = cursor();
    while (advance(cursor)) {
      if (cursor.action().ofThisCommit()) {
        list.add(cursor.entry());
      }
    }
    return List.copyOf(list);
  }

  /** For those who look at millions of entries; {@link #advance} moves it. */
  public IndexCursor cursor() {
    try {
      return new IndexCursor(bytes);
    } catch (UndecodableException impossible) {
      throw new IllegalStateException("an index was checked and is damaged", impossible);
    }
  }

  /** Moves a cursor of an index that was read before to the next entry, if there is one. */
  public static boolean advance(IndexCursor cursor) {
    try {
      return cursor.next();
    } catch (UndecodableException impossible) {
      throw new IllegalStateException("an index was checked and is damaged", impossible);
    }
  }
}
