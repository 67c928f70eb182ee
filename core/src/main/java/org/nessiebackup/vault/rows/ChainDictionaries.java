package org.nessiebackup.vault.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.SegmentDecoder;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;

/**
 * Gives what it takes to read the segments of a chain. Each dictionary is read once and kept, of at
 * most {@link DictionaryEntry#LARGEST} bytes. May be used by several threads.
 */
public final class ChainDictionaries {
  private final Vault vault;
  private final BackupChain chain;
  private final Map<String, SegmentDictionary> read = new ConcurrentHashMap<>();

  /** Reads nothing yet. */
  public ChainDictionaries(Vault vault, BackupChain chain) {
    this.vault = vault;
    this.chain = chain;
  }

  /**
   * For the segments of a table in one of the chain's backups.
   *
   * @throws BackupException {@link Failure#DAMAGED} if a dictionary is not what was written, {@link
   *     Failure#KEY_MISSING} if the backup is encrypted and no identity is there
   */
  public SegmentDecoder decoding(BackupChain.Layer layer) {
    SegmentDecoder alone = vault.keys().decoding(layer.backup());
    return new SegmentDecoder(
        alone.decryption(),
        layer
            .table()
            .changes()
            .flatMap(TableChanges::dictionary)
            .map(backup -> dictionary(backup, layer.table().name())));
  }

  /**
   * The dictionary that one of the chain's backups has for a table.
   *
   * @throws BackupException as {@link #decoding}
   */
  SegmentDictionary dictionary(BackupId backup, String table) {
    return read.computeIfAbsent(backup + "/" + table, key -> read(backup, table));
  }

  private SegmentDictionary read(BackupId id, String table) {
    String what = "the dictionary of table \"%s\" in backup \"%s\"".formatted(table, id);
    Manifest backup =
        chain.members().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> damaged(what + " is not in the chain", null));
    TableEntry entry = backup.table(table).orElseThrow(() -> damaged(what + " is missing", null));
    DictionaryEntry dictionary =
        entry.dictionary().orElseThrow(() -> damaged(what + " is missing", null));
    Optional<SegmentDictionary> found;
    try (InputStream stored = vault.backups().open(id, dictionary.segment())) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SegmentSummary summary =
          SegmentReader.read(
              stored,
              vault.keys().decoding(backup),
              entry.shape().columns().size(),
              dictionary.segment().rawBytes(),
              bytes::write);
      found =
          Optional.of(new SegmentDictionary(bytes.toByteArray()))
              .filter(each -> each.sha256().equals(dictionary.rawSha256()))
              .filter(each -> summary.sha256().equals(dictionary.segment().sha256()));
    } catch (IOException e) {
      throw damaged(what + " cannot be read: " + e.getMessage(), e);
    }
    return found.orElseThrow(() -> damaged(what + " is not the one that was written", null));
  }

  private static BackupException damaged(String message, Throwable cause) {
    return Failure.DAMAGED.exception(
        message, "Use another backup; `verify --all` shows which are whole.", cause);
  }
}
