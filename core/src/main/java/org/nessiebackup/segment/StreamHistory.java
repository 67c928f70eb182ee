package org.nessiebackup.segment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The COPY binary streams of some numbered documents, which those after them are compressed with.
 */
public final class StreamHistory {
  private record Numbered(long number, SegmentDictionary stream) {}

  private final Deque<Numbered> streams = new ArrayDeque<>();
  private long bytes;

  /** Remembers the stream of a document behind all others. */
  public void add(long number, SegmentDictionary stream) {
    streams.addLast(new Numbered(number, stream));
    bytes += stream.length();
  }

  /** Forgets the oldest until there are no more bytes than that. */
  public void trim(long most) {
    while (bytes > most) {
      forgetFirst();
    }
  }

  /** Forgets the oldest as long as the others have so many bytes. */
  public void keep(long enough) {
    while (!streams.isEmpty() && bytes - streams.getFirst().stream().length() >= enough) {
      forgetFirst();
    }
  }

  private void forgetFirst() {
    bytes -= streams.removeFirst().stream().length();
  }

  /** Forgets all. */
  public void clear() {
    streams.clear();
    bytes = 0;
  }

  /** How many bytes all have. */
  public long bytes() {
    return bytes;
  }

  /** The number of the oldest. */
  public OptionalLong first() {
    return streams.isEmpty() ? OptionalLong.empty() : OptionalLong.of(streams.getFirst().number());
  }

  /** The number of the newest. */
  public OptionalLong last() {
    return streams.isEmpty() ? OptionalLong.empty() : OptionalLong.of(streams.getLast().number());
  }

  /** All, in their order. */
  public List<SegmentDictionary> all() {
    return streams.stream().map(Numbered::stream).toList();
  }

  /** Those from one to another, in their order; absent if these two are not there. */
  public Optional<List<SegmentDictionary>> between(long first, long last) {
    List<Numbered> found =
        streams.stream().filter(each -> each.number() >= first && each.number() <= last).toList();
    boolean whole =
        !found.isEmpty() && found.getFirst().number() == first && found.getLast().number() == last;
    return whole ? Optional.of(found.stream().map(Numbered::stream).toList()) : Optional.empty();
  }
}
