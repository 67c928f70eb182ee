package org.nessiebackup.vault.rows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.Tuple;
import org.nessiebackup.vault.journal.ChangeRow;

/**
 * What changes leave of the rows of one table: for each key, whether there is a row, where the last
 * change stands that has all of it, and what later ones have changed in that. Rows themselves are
 * held as long as they are few; else only such later changes are, which lack the large values.
 */
final class ChangedRows {
  /** How many keys may have been changed. */
  static final int MOST_KEYS = 4_000_000;

  /** How many bytes may be held of changes that lack something. */
  static final long MOST_BYTES = 256L << 20;

  /** How many bytes may be held of rows, which are read once more if they have more. */
  static final long MOST_HELD = 4L << 20;

  /** About what it takes to hold a change, besides its values. */
  private static final long EACH = 160;

  private static final int IN_BASE = -1;
  private static final int DELETED = -2;

  private final int keyFields;
  private final Map<Integer, RowEdit> edits = new HashMap<>();
  private final HeldRows held = new HeldRows(MOST_HELD);
  private final BitSet inBase = new BitSet();
  private long[] high = new long[1024];
  private long[] low = new long[1024];
  private int[] source = new int[1024];

  /** Numbers of keys plus 1, by their hashes; 0 is free. */
  private int[] slots = new int[2048];

  private int size;
  private int place;
  private long editBytes;
  private long valueBytes;
  private boolean truncated;

  /**
   * Nothing yet.
   *
   * @param keyFields how many of the first columns are the key
   */
  ChangedRows(int keyFields) {
    this.keyFields = keyFields;
  }

  /**
   * The next change.
   *
   * @throws BackupException {@link Failure#DAMAGED} if it cannot be after those before
   */
  void add(ChangeRow change) {
    int at = place++;
    if (place < 0) {
      throw tooMuch("changes");
    }
    switch (change.operation()) {
      case TRUNCATED -> truncate();
      case INSERTED -> whole(entry(change), at, change);
      case UPDATED -> update(entry(change), at, change);
      case DELETED -> {
        int entry = entry(change);
        forget(entry);
        held.remove(entry);
        source[entry] = DELETED;
      }
    }
  }

  /** What was before does not matter any more, and no row of the base does. */
  private void truncate() {
    truncated = true;
    edits.clear();
    held.clear();
    editBytes = 0;
    inBase.clear();
    size = 0;
    Arrays.fill(slots, 0);
  }

  private void whole(int entry, int at, ChangeRow change) {
    forget(entry);
    source[entry] = at;
    held.put(entry, new Tuple(change.fields()));
    for (byte[] field : change.fields()) {
      valueBytes += Integer.BYTES + (field == null ? 0 : field.length);
    }
  }

  private void update(int entry, int at, ChangeRow change) {
    if (change.unchanged() == 0) {
      whole(entry, at, change);
      return;
    }
    if (source[entry] == DELETED || (source[entry] == IN_BASE && !inBase.get(entry))) {
      throw Failure.DAMAGED.exception(
          "the journal changes a row that is not there, in the transaction at " + change.commit(),
          "Take another base: name an older backup, or one behind it.");
    }
    RowEdit edit = RowEdit.of(change);
    RowEdit both = edits.containsKey(entry) ? edits.get(entry).then(edit) : edit;
    forget(entry);
    editBytes += EACH + both.bytes();
    if (editBytes > MOST_BYTES) {
      throw tooMuch("bytes of changed columns");
    }
    edits.put(entry, both);
  }

  private void forget(int entry) {
    RowEdit former = edits.remove(entry);
    if (former != null) {
      editBytes -= EACH + former.bytes();
    }
  }

  /** That of a change's key; one that is new is of the base, unless the change inserts it. */
  private int entry(ChangeRow change) {
    KeyHash key = key(change);
    int slot = slot(key);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == MOST_KEYS) {
      throw tooMuch("rows");
    }
    if (size == high.length) {
      grow();
      slot = slot(key);
    }
    high[size] = key.high();
    low[size] = key.low();
    source[size] = IN_BASE;
    inBase.set(size, !truncated && change.operation() != ChangeRow.Operation.INSERTED);
    slots[slot] = size + 1;
    return size++;
  }

  private KeyHash key(ChangeRow change) {
    return new Tuple(change.fields())
        .key(keyFields)
        .orElseThrow(
            () ->
                Failure.DAMAGED.exception(
                    "the journal has a change without a key, in the transaction at "
                        + change.commit(),
                    "`verify --journal` shows what can be restored."));
  }

  private void grow() {
    int length = Math.min(MOST_KEYS, 2 * size);
    high = Arrays.copyOf(high, length);
    low = Arrays.copyOf(low, length);
    source = Arrays.copyOf(source, length);
    slots = new int[2 * slots.length];
    for (int entry = 0; entry < size; entry++) {
      slots[slot(new KeyHash(high[entry], low[entry]))] = entry + 1;
    }
  }

  /** Where a key is, or would be: hashes are spread evenly, and half of the slots are free. */
  private int slot(KeyHash key) {
    int slot = (int) key.high() & (slots.length - 1);
    while (slots[slot] != 0
        && (high[slots[slot] - 1] != key.high() || low[slots[slot] - 1] != key.low())) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int find(KeyHash key) {
    return slots[slot(key)] - 1;
  }

  /** Whether no row of the base counts. */
  boolean truncated() {
    return truncated;
  }

  /** Whether nothing was changed. */
  boolean isEmpty() {
    return place == 0;
  }

  /** About how many bytes the rows have that are read for this. */
  long valueBytes() {
    return valueBytes;
  }

  /** Whether a row of the base does not count as it is. */
  boolean supersedes(KeyHash key) {
    return find(key) >= 0;
  }

  /** How a row of the base has to be completed, of which only some columns have changed. */
  Optional<UnaryOperator<Tuple>> edit(KeyHash key) {
    int entry = find(key);
    return entry >= 0 && source[entry] == IN_BASE
        ? Optional.ofNullable(edits.get(entry))
        : Optional.empty();
  }

  /**
   * What is left of a change.
   *
   * @param at how many changes of the table were before it
   * @return the row, with what was changed in it later; absent if it does not count
   */
  Optional<Tuple> row(int at, ChangeRow change) {
    if (change.operation() == ChangeRow.Operation.TRUNCATED
        || change.operation() == ChangeRow.Operation.DELETED) {
      return Optional.empty();
    }
    int entry = find(key(change));
    if (entry < 0 || source[entry] != at) {
      return Optional.empty();
    }
    return Optional.of(edited(entry, new Tuple(change.fields())));
  }

  private Tuple edited(int entry, Tuple row) {
    RowEdit edit = edits.get(entry);
    return edit == null ? row : edit.apply(row);
  }

  /** What is left of all changes; absent if that is too much to be held. */
  Optional<List<Tuple>> rows() {
    return held.all()
        .map(
            all ->
                all.entrySet().stream()
                    .map(each -> edited(each.getKey(), each.getValue()))
                    .toList());
  }

  /** By how many rows the table has more than the base, or than nothing if that does not count. */
  long growth() {
    long growth = 0;
    for (int entry = 0; entry < size; entry++) {
      growth += (source[entry] == DELETED ? 0 : 1) - (inBase.get(entry) ? 1 : 0);
    }
    return growth;
  }

  private static BackupException tooMuch(String what) {
    return Failure.FORMAT_UNSUPPORTED.exception(
        "the journal behind the base has more changed %s than can be held".formatted(what),
        "Restore a moment that is nearer behind a backup; take backups more often.");
  }
}
