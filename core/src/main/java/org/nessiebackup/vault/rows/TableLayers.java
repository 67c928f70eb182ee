package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyListReader;
import org.nessiebackup.segment.KeyListSummary;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;

/**
 * The rows of a table as they lie in the backups of a chain, and which of them still count: a row
 * is superseded if a newer layer has its key, as a changed row or as a deleted one. Memory: eight
 * bytes for each such key, of which a chain has at most {@link #MOST_KEYS}.
 *
 * <p>A layer that changed no row supersedes none with the rows that it adds: their keys have then
 * never been compared with the older ones, and two of these hashes may be equal by chance.
 */
public final class TableLayers {
  /** How many keys the layers of a chain, without the lowest, may have together. */
  public static final int MOST_KEYS = 1_000_000;

  private final Vault vault;
  private final List<BackupChain.Layer> layers;
  private final List<KeySet> superseding = new ArrayList<>();

  private TableLayers(Vault vault, List<BackupChain.Layer> layers) {
    this.vault = vault;
    this.layers = List.copyOf(layers);
  }

  /**
   * Reads the keys that supersede.
   *
   * @throws BackupException {@link Failure#DAMAGED} if a key list is not what was written
   */
  public static TableLayers open(Vault vault, BackupChain chain, String table) {
    TableLayers opened = new TableLayers(vault, chain.layers(table));
    int left = MOST_KEYS;
    for (BackupChain.Layer layer : opened.layers) {
      KeySet keys = opened.superseding(layer, left);
      left -= keys.size();
      opened.superseding.add(keys);
    }
    return opened;
  }

  /** The layers, oldest first. */
  public List<BackupChain.Layer> layers() {
    return layers;
  }

  /** Whether any row of a layer may be superseded at all. */
  boolean superseded(int layer) {
    return superseding.stream().skip(layer + 1L).anyMatch(keys -> keys.size() > 0);
  }

  /** Which keys are superseded in a layer. */
  LongPredicate supersededIn(int layer) {
    List<KeySet> newer =
        superseding.stream().skip(layer + 1L).filter(keys -> keys.size() > 0).toList();
    return key -> newer.stream().anyMatch(keys -> keys.contains(key));
  }

  /**
   * Passes on the keys of all rows that count, in no order that matters.
   *
   * @throws BackupException {@link Failure#DAMAGED} if a key list is not what was written
   */
  public void liveKeys(RowKey.Sink sink) {
    for (int i = 0; i < layers.size(); i++) {
      LongPredicate superseded = supersededIn(i);
      BackupChain.Layer layer = layers.get(i);
      for (SegmentEntry segment : layer.table().segments()) {
        KeyList keys = segment.keys().orElseThrow(() -> withoutKeys(layer, segment));
        read(
            layer,
            keys,
            key -> {
              if (!superseded.test(key.key())) {
                sink.accept(key);
              }
            });
      }
    }
  }

  private KeySet superseding(BackupChain.Layer layer, int limit) {
    TableEntry table = layer.table();
    if (table.changes().isEmpty()) {
      return KeySet.EMPTY;
    }
    TableChanges changes = table.changes().get();
    KeySet.Collector collector = new KeySet.Collector(limit);
    if (changes.updated() > 0) {
      for (SegmentEntry segment : table.segments()) {
        read(layer, segment.keys().orElseThrow(() -> withoutKeys(layer, segment)), collector);
      }
    }
    changes.deletedKeys().ifPresent(keys -> read(layer, keys, collector));
    return collector.set();
  }

  private void read(BackupChain.Layer layer, KeyList keys, RowKey.Sink sink) {
    String what =
        "key list \"%s\" of backup \"%s\"".formatted(keys.object(), layer.backup().id().value());
    try (InputStream stored = vault.backups().open(layer.backup().id(), keys)) {
      KeyListSummary found =
          KeyListReader.read(
              stored, vault.keys().listDecryption(layer.backup()), keys.keys(), sink);
      if (!found.equals(new KeyListSummary(keys.keys(), keys.storedBytes(), keys.sha256()))) {
        throw damaged(what, "it is not the one that was written", null);
      }
    } catch (DamagedSegmentException e) {
      throw damaged(what, e.getMessage(), e);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read " + what);
    }
  }

  private static BackupException withoutKeys(BackupChain.Layer layer, SegmentEntry segment) {
    return damaged(
        "backup \"" + layer.backup().id() + "\"",
        "segment \"%s\" has no key list".formatted(segment.object()),
        null);
  }

  private static BackupException damaged(String what, String why, Throwable cause) {
    return Failure.DAMAGED.exception(
        what + " is damaged: " + why,
        "Use another backup; `verify --all` shows which are whole.",
        cause);
  }
}
