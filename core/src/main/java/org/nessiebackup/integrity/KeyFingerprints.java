package org.nessiebackup.integrity;

import java.util.Arrays;
import java.util.List;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexCursor;

/**
 * The keys of an index as digests of eight bytes, of which the two lowest bits say whether the key
 * is there and whether it is a namespace: so indexes of many references can be laid over one
 * another in little memory.
 */
final class KeyFingerprints {
  private static final long PRESENT = 1;
  private static final long NAMESPACE = 2;
  private static final long MARKS = PRESENT | NAMESPACE;

  private final long[] digests;

  private KeyFingerprints(long[] digests) {
    this.digests = digests;
  }

  /** Those of all contents in an index. */
  static KeyFingerprints of(EncodedIndex index) {
    long[] digests = new long[index.size()];
    int count = 0;
    IndexCursor cursor = index.cursor();
    while (EncodedIndex.advance(cursor)) {
      if (cursor.isContent()) {
        digests[count++] = digest(cursor);
      }
    }
    long[] sorted = Arrays.copyOf(digests, count);
    Arrays.sort(sorted);
    return new KeyFingerprints(sorted);
  }

  private static long digest(IndexCursor cursor) {
    long marks = cursor.action().present() ? PRESENT : 0;
    if (cursor.payload() == Contents.namespaces()) {
      marks |= NAMESPACE;
    }
    return (cursor.keyDigest() & ~MARKS) | marks;
  }

  /** How many tables and views there are when this is laid over the parts of another index. */
  long tablesOver(List<KeyFingerprints> parts) {
    long tables = Arrays.stream(digests).filter(KeyFingerprints::isTable).count();
    for (KeyFingerprints part : parts) {
      for (long digest : part.digests) {
        if (isTable(digest) && !covers(digest)) {
          tables++;
        }
      }
    }
    return tables;
  }

  /** Whether it says something of a key itself, so that what lies below does not count. */
  boolean covers(long digest) {
    int position = Arrays.binarySearch(digests, digest & ~MARKS);
    int at = position < 0 ? -position - 1 : position;
    return at < digests.length && (digests[at] & ~MARKS) == (digest & ~MARKS);
  }

  private static boolean isTable(long digest) {
    return (digest & MARKS) == PRESENT;
  }
}
