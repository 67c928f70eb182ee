package org.nessiebackup.nessie;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads Nessie's serialized index, versions 1 and 2, in place: a catalog repeats its keys in every
 * commit, so that millions of entries are looked at for their ids alone, and nothing may be made
 * for each. Tests hold it against Nessie's own reader.
 *
 * <p>An index is a byte with its version, from version 2 on the number of entries, and the entries
 * in the order of their keys. Of each there is how many bytes of the key before are dropped (not
 * for the first), the bytes that follow up to two zeros, which belong to the key, the letter of the
 * action, payload, length and bytes of the id, and 16 bytes of the content's id. Numbers are
 * written seven bits a byte, low ones first.
 */
public final class IndexCursor {
  private static final int CONTENT_ID_BYTES = 16;
  private static final int UNKNOWN = -1;

  private final byte[] bytes;
  private final int begin;
  private final int end;
  private final int announced;
  private int position;
  private boolean first = true;
  private int start;

  private byte[] key = new byte[64];
  private int kept;
  private int keyLength;
  private Action action = Action.NONE;
  private int payload;
  private int idOffset;
  private int idLength;
  private int contentIdOffset;

  /**
   * Before the first entry.
   *
   * @throws UndecodableException if it is no index
   */
  public IndexCursor(Slice index) throws UndecodableException {
    this.bytes = index.array();
    this.begin = index.from();
    this.end = index.to();
    this.position = begin;
    int version = nextByte();
    if (version != 1 && version != 2) {
      throw new UndecodableException("an index of version " + version);
    }
    this.announced = version == 1 ? UNKNOWN : number();
  }

  /**
   * Moves to the next entry, if there is one.
   *
   * @throws UndecodableException if it cannot be read
   */
  public boolean next() throws UndecodableException {
    if (position == end) {
      return false;
    }
    start = position;
    int dropped = first ? 0 : number();
    first = false;
    if (dropped > keyLength) {
      throw new UndecodableException(
          "a key at byte %d that is too short".formatted(position - begin));
    }
    kept = keyLength - dropped;
    readKey();
    byte letter = nextByte();
    Optional<Action> known = Action.of(letter);
    if (known.isEmpty()) {
      throw new UndecodableException("an action \"%d\"".formatted((int) letter));
    }
    action = known.get();
    payload = number();
    idLength = number();
    idOffset = position;
    skip(idLength);
    contentIdOffset = position;
    skip(CONTENT_ID_BYTES);
    return true;
  }

  /** The key ends with two zeros; alone, a zero divides its parts. */
  private void readKey() throws UndecodableException {
    int from = position;
    int at = from;
    // A zero right at the start ends the key as well: what was kept ends with the other one.
    while (at < end && (bytes[at] != 0 || (at > from && bytes[at - 1] != 0))) {
      at++;
    }
    position = at;
    nextByte();
    int added = position - from;
    reserve(kept + added);
    System.arraycopy(bytes, from, key, kept, added);
    keyLength = kept + added;
  }

  private void reserve(int length) {
    if (length > key.length) {
      key = Arrays.copyOf(key, Math.max(key.length * 2, length));
    }
  }

  private byte nextByte() throws UndecodableException {
    if (position >= end) {
      throw new UndecodableException("an index that ends at byte %d".formatted(position - begin));
    }
    return bytes[position++];
  }

  private int number() throws UndecodableException {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      byte part = nextByte();
      value |= (part & 0x7f) << shift;
      if (part >= 0) {
        if (value < 0) {
          break;
        }
        return value;
      }
    }
    throw new UndecodableException(
        "a number at byte %d that is too large".formatted(position - begin));
  }

  private void skip(int length) throws UndecodableException {
    if (length > end - position) {
      throw new UndecodableException("an index that ends at byte %d".formatted(end - begin));
    }
    position += length;
  }

  /**
   * Compares the number of entries with what the index says of itself.
   *
   * @throws UndecodableException if they differ
   */
  public void requireAnnounced(int entries) throws UndecodableException {
    if (announced != UNKNOWN && announced != entries) {
      throw new UndecodableException(
          "an index of %d entries that says it has %d".formatted(entries, announced));
    }
  }

  /** How many bytes are before the next entry, or in all. */
  public int position() {
    return position - begin;
  }

  /** How many bytes are before the entry. */
  public int start() {
    return start - begin;
  }

  /** How many bytes its key has of the one before. */
  public int kept() {
    return kept;
  }

  /** Goes on elsewhere, behind an entry whose key is that of another cursor. */
  public void moveTo(int entry, IndexCursor behind) {
    reserve(behind.keyLength);
    System.arraycopy(behind.key, 0, key, 0, behind.keyLength);
    keyLength = behind.keyLength;
    position = begin + entry;
    first = false;
  }

  /**
   * Goes on at another entry, which is not the first one.
   *
   * @param entry how many bytes are before it
   * @param keeps how many bytes it keeps of the key before it, which have been {@linkplain #recall
   *     recalled}
   */
  public void moveTo(int entry, int keeps) throws UndecodableException {
    position = begin + entry;
    keyLength = keeps + number();
    position = begin + entry;
    first = false;
  }

  /** Puts bytes of the index into a part of the key, which was read from there before. */
  public void recall(int at, int from, int to) {
    reserve(to);
    System.arraycopy(bytes, begin + at, key, from, to - from);
  }

  /** Compares keys as the bytes that they are. */
  public int compareKey(IndexCursor other) {
    return Arrays.compareUnsigned(key, 0, keyLength, other.key, 0, other.keyLength);
  }

  /** What the entry says happened to the key. */
  public Action action() {
    return action;
  }

  /** The kind of content, by Nessie's number. */
  public int payload() {
    return payload;
  }

  /** Where in {@link #array} the value's id begins. */
  public int idOffset() {
    return idOffset;
  }

  /** How many bytes the value's id has; 0 if there is none. */
  public int idLength() {
    return idLength;
  }

  /** The bytes of the index, not to be changed. */
  public byte[] array() {
    return bytes;
  }

  /** Whether the value's id is that of another cursor. */
  public boolean hasValueOf(IndexCursor other) {
    return Arrays.equals(
        bytes,
        idOffset,
        idOffset + idLength,
        other.bytes,
        other.idOffset,
        other.idOffset + other.idLength);
  }

  /** Whether the key is that of a table, view or namespace, and not one of Nessie's own. */
  public boolean isContent() {
    return keyLength > 6
        && key[0] == 'M'
        && key[1] == 0
        && key[keyLength - 3] == 'C'
        && key[keyLength - 4] == 0;
  }

  /** Eight bytes that stand for the key. */
  public long keyDigest() {
    long digest = 0xcbf29ce484222325L;
    for (int i = 0; i < keyLength; i++) {
      digest = (digest ^ (key[i] & 0xff)) * 0x100000001b3L;
    }
    digest = (digest ^ (digest >>> 33)) * 0xff51afd7ed558ccdL;
    return digest ^ (digest >>> 29);
  }

  String storedKey() {
    return new String(key, 0, Math.max(0, keyLength - 2), StandardCharsets.UTF_8);
  }

  /** The entry, whole. */
  public IndexEntry entry() {
    Optional<ObjectId> value =
        idLength == 0 ? Optional.empty() : Optional.of(ObjectId.of(bytes, idOffset, idLength));
    return new IndexEntry(storedKey(), action, payload, value, contentId());
  }

  Optional<UUID> contentId() {
    long most = number(contentIdOffset);
    long least = number(contentIdOffset + Long.BYTES);
    return most == 0 && least == 0 ? Optional.empty() : Optional.of(new UUID(most, least));
  }

  private long number(int offset) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << Byte.SIZE) | (bytes[offset + i] & 0xff);
    }
    return value;
  }
}
