package org.nessiebackup.segment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The COPY binary streams of the latest numbered documents, which those after them are compressed
 * with. They stand in one array behind each other, so those from one to another are a part of it.
 */
public final class StreamHistory {
  /** The array has so many bytes more than it needs, so that it is not made anew each time. */
  private static final int MOST_ROOM = 1 << 20;

  private final long most;

  /**
   * Where one is.
   *
   * @param at the first of its bytes, counted from the first stream of all
   */
  private record Numbered(long number, long at, int length) {
    long end() {
      return at + length;
    }
  }

  private final Deque<Numbered> streams = new ArrayDeque<>();
  private byte[] array = new byte[0];

  /** The place of the first byte of the array, counted from the first stream of all. */
  private long origin;

  /** Where the next one begins. */
  private long end;

  /**
   * Nothing yet.
   *
   * @param most the oldest are forgotten until all have no more bytes than that
   */
  public StreamHistory(long most) {
    this.most = most;
  }

  /**
   * Remembers the stream of a document behind all others; one that is too long is forgotten with
   * them.
   */
  public void add(long number, byte[] stream) {
    add(number, new SegmentDictionary(stream, 0, stream.length));
  }

  /** The same. */
  public void add(long number, SegmentDictionary stream) {
    if (stream.length() > most) {
      clear();
      return;
    }
    // Before there is room for it: memory for what is forgotten then would be twice as much.
    while (bytes() > most - stream.length()) {
      streams.removeFirst();
    }
    if (end - origin + stream.length() > array.length) {
      makeRoom(stream.length());
    }
    stream.writeTo(array, Math.toIntExact(end - origin));
    streams.addLast(new Numbered(number, end, stream.length()));
    end += stream.length();
  }

  /** In another array, since parts of the former are lent to others. */
  private void makeRoom(int length) {
    long kept = bytes();
    long needed = kept + length;
    byte[] roomy = new byte[Math.toIntExact(needed + Math.min(needed, MOST_ROOM))];
    System.arraycopy(array, Math.toIntExact(end - kept - origin), roomy, 0, Math.toIntExact(kept));
    array = roomy;
    origin = end - kept;
  }

  /** Forgets the oldest as long as the others have so many bytes. */
  public void keep(long enough) {
    while (!streams.isEmpty() && bytes() - streams.getFirst().length() >= enough) {
      streams.removeFirst();
    }
  }

  /** Forgets all. */
  public void clear() {
    streams.clear();
    array = new byte[0];
    origin = end;
  }

  /** How many bytes all have. */
  public long bytes() {
    return streams.isEmpty() ? 0 : end - streams.getFirst().at();
  }

  /** The number of the oldest. */
  public OptionalLong first() {
    return streams.isEmpty() ? OptionalLong.empty() : OptionalLong.of(streams.getFirst().number());
  }

  /** The number of the newest. */
  public OptionalLong last() {
    return streams.isEmpty() ? OptionalLong.empty() : OptionalLong.of(streams.getLast().number());
  }

  /** All, in their order; absent if there are none. */
  public Optional<SegmentDictionary> all() {
    return streams.isEmpty() ? Optional.empty() : Optional.of(part(streams.getFirst().at(), end));
  }

  /** Those from one to another, in their order; absent if these two are not there. */
  public Optional<SegmentDictionary> between(long first, long last) {
    return find(streams.iterator(), first)
        .flatMap(
            from ->
                find(streams.descendingIterator(), last)
                    .filter(to -> to.number() >= from.number())
                    .map(to -> part(from.at(), to.end())));
  }

  /** From one end: what is wanted is mostly there. */
  private static Optional<Numbered> find(Iterator<Numbered> streams, long number) {
    while (streams.hasNext()) {
      Numbered each = streams.next();
      if (each.number() == number) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private SegmentDictionary part(long from, long to) {
    return new SegmentDictionary(array, Math.toIntExact(from - origin), Math.toIntExact(to - from));
  }
}
