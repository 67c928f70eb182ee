package org.nessiebackup.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.tables.ChangedRows;
import org.nessiebackup.vault.rows.TableLayers;

/**
 * Finds the keys that the parent has and the table has no more. The keys of the table come from the
 * server, those of the parent from the vault; in several passes, each for a part of all hashes, so
 * that memory is bounded.
 */
record DeletedKeys(Session session, String schema, TableShape shape, TableLayers parent) {
  /** How many keys of the server a pass is to hold, of eight bytes each. */
  private static final long KEYS_PER_PASS = 1 << 20;

  /**
   * Finds the deleted keys.
   *
   * @param all how many rows the table has
   * @param expected how many there have to be
   * @return absent if it is another number
   */
  Optional<List<RowKey>> find(long all, long expected) throws IOException {
    List<RowKey> deleted = new ArrayList<>();
    int bits = 0;
    while (all >> bits > KEYS_PER_PASS) {
      bits++;
    }
    for (long pass = 0; pass < 1L << bits; pass++) {
      KeySet present = present(pass, bits);
      long wanted = pass;
      int ofBits = bits;
      parent.liveKeys(
          key -> {
            boolean gone = part(key.key(), ofBits) == wanted && !present.contains(key.key());
            // One too many is enough to know that something is wrong.
            if (gone && deleted.size() <= expected) {
              deleted.add(key);
            }
          });
    }
    return deleted.size() == expected ? Optional.of(deleted) : Optional.empty();
  }

  private KeySet present(long pass, int bits) throws IOException {
    KeySet.Collector collector = new KeySet.Collector((int) (2 * KEYS_PER_PASS));
    RowCounter scanner =
        RowCounter.ofKeys(
            shape.leadingKey(),
            shape.leadingKey(),
            key -> {
              if (part(key.key(), bits) == pass) {
                collector.accept(key);
              }
            });
    ChangedRows.readKeys(session, schema, shape, scanner);
    scanner.finish();
    return collector.set();
  }

  private static long part(long key, int bits) {
    return bits == 0 ? 0 : key >>> (Long.SIZE - bits);
  }
}
