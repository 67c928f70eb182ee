package org.nessiebackup.vault.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.SegmentDecoder;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.StreamHistory;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;

/**
 * Reads the rows that tips of one backup have of one table, in the order of the tips, since they
 * are compressed with those before. Which tips that takes, the epoch says. One thread.
 */
public final class TipRowsReader {
  /** What is compressed with more of other tips is not read, in bytes. */
  private static final long MOST_REMEMBERED = TipRows.Dictionary.MOST_OF_TIPS;

  /** Which rows of tips can be named as a dictionary. */
  private enum Named {
    /** Those of the newest tip that stands alone: references, which every tip has all of. */
    NEWEST_ALONE,
    /** Those of the latest tips. */
    LATEST
  }

  private final Vault vault;
  private final BackupChain chain;
  private final TableEntry table;
  private final Named named;
  private final ChainDictionaries dictionaries;
  private final StreamHistory remembered = new StreamHistory(MOST_REMEMBERED);

  private TipRowsReader(Vault vault, BackupChain chain, String table, Named named) {
    this.vault = vault;
    this.chain = chain;
    this.table = chain.newest().table(table).orElseThrow();
    this.named = named;
    this.dictionaries = new ChainDictionaries(vault, chain);
  }

  /**
   * Reads references; nothing yet.
   *
   * @param chain the backup that the tips build on, with all it builds on itself
   * @param table the table's name
   */
  public static TipRowsReader ofReferences(Vault vault, BackupChain chain, String table) {
    return new TipRowsReader(vault, chain, table, Named.NEWEST_ALONE);
  }

  /** The same for objects. */
  public static TipRowsReader ofObjects(Vault vault, BackupChain chain, String table) {
    return new TipRowsReader(vault, chain, table, Named.LATEST);
  }

  /**
   * Reads the rows of the next tip that has any of this table.
   *
   * @param tip one behind all that were read before
   * @param rows what it has of the table
   * @param sink takes a whole COPY binary stream, which is trustworthy once this method has
   *     returned
   * @return the rows that the sink got
   * @throws BackupException {@link Failure#DAMAGED} if it is not what was written, or compressed
   *     with what was not read, {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG}
   */
  public RowCount read(Tip tip, TipRows rows, ByteSink sink) {
    String what = "tip %d of backup \"%s\"".formatted(tip.number(), chain.newest().id());
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    try {
      RowCount found =
          SegmentReader.readHeld(
              rows.contentBytes(),
              new SegmentDecoder(
                  vault.keys().decryption(tip.protection(), what),
                  rows.dictionary().map(each -> dictionary(what, each))),
              table.shape().columns().size(),
              new SegmentReader.HeldRows(rows.rows(), rows.rawBytes(), Optional.of(rows.digest())),
              (piece, offset, length) -> {
                sink.accept(piece, offset, length);
                if (rows.rawBytes() <= MOST_REMEMBERED) {
                  raw.write(piece, offset, length);
                }
              });
      remember(tip.number(), rows, raw);
      return found;
    } catch (DamagedSegmentException e) {
      throw damaged(what, e.getMessage(), e);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read " + what);
    }
  }

  private void remember(long number, TipRows rows, ByteArrayOutputStream raw) {
    if (named == Named.NEWEST_ALONE && rows.dictionary().isPresent()) {
      return;
    }
    if (named == Named.NEWEST_ALONE || rows.rawBytes() > MOST_REMEMBERED) {
      remembered.clear();
    }
    if (rows.rawBytes() > MOST_REMEMBERED) {
      return;
    }
    remembered.add(number, new SegmentDictionary(raw.toByteArray()));
  }

  private SegmentDictionary dictionary(String what, TipRows.Dictionary wanted) {
    List<SegmentDictionary> parts = new ArrayList<>();
    wanted.backup().map(id -> dictionaries.dictionary(id, table.name())).ifPresent(parts::add);
    Optional<TipRows.Dictionary.Range> range = wanted.tips();
    range.ifPresent(
        tips ->
            parts.add(
                remembered
                    .between(tips.first(), tips.last())
                    .orElseThrow(
                        () ->
                            damaged(
                                what,
                                "it is compressed with tips %d to %d, which are not there"
                                    .formatted(tips.first(), tips.last()),
                                null))));
    return SegmentDictionary.joined(parts);
  }

  private static BackupException damaged(String what, String why, Throwable cause) {
    return Failure.DAMAGED.exception(
        "%s is damaged: %s".formatted(what, why),
        "Tips before it can be used, and so can every backup; `verify --all` shows which are"
            + " whole.",
        cause);
  }
}
