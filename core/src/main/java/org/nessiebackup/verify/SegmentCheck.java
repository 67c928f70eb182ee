package org.nessiebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyListSummary;
import org.nessiebackup.segment.KeyListWriter;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.ChainDictionaries;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Reads one segment and says what is wrong with it. */
final class SegmentCheck {
  private final Vault vault;
  private final Manifest backup;
  private final boolean quick;
  private final Optional<ChainDictionaries> dictionaries;
  private final RowTap tap;
  private final Progress progress;

  /**
   * For the segments of a backup.
   *
   * @param dictionaries absent to look at the stored bytes only
   * @param tap is given the rows as they are read
   */
  SegmentCheck(
      Vault vault,
      Manifest backup,
      Optional<ChainDictionaries> dictionaries,
      RowTap tap,
      Progress progress) {
    this.vault = vault;
    this.backup = backup;
    this.quick = dictionaries.isEmpty();
    this.dictionaries = dictionaries;
    this.tap = tap;
    this.progress = progress;
  }

  /** What was found, and the digest of the rows as far as they could be read. */
  record Result(Optional<Finding> finding, RowDigest digest) {}

  Result run(TableEntry table, SegmentEntry segment, Cancellation stop) {
    try (InputStream stored = vault.backups().open(backup.id(), segment)) {
      return quick ? quick(table, segment, stored) : whole(table, segment, stored, stop);
    } catch (DecryptionException e) {
      return failed(changedHeader(table, segment, e));
    } catch (NoSuchObjectException e) {
      return failed(finding(Kind.SEGMENT_MISSING, table, segment, " is missing"));
    } catch (DamagedSegmentException | ObjectUnreadableException | AccessRefusedException e) {
      return failed(finding(Kind.SEGMENT_UNREADABLE, table, segment, ": " + e.getMessage()));
    } catch (IOException e) {
      throw vault.failure(e, "cannot read segment \"" + segment.object() + "\"");
    }
  }

  private static Result failed(Finding finding) {
    return new Result(Optional.of(finding), RowDigest.EMPTY);
  }

  private Result quick(TableEntry table, SegmentEntry segment, InputStream stored)
      throws IOException {
    StoredBytes bytes = StoredBytes.read(stored);
    progress.advanced(0, bytes.summary().storedBytes());
    Optional<Finding> finding =
        compare(table, segment, bytes.summary(), true)
            .or(() -> notEncrypted(table, segment, bytes))
            .or(
                () ->
                    segment
                        .keys()
                        .flatMap(list -> new KeyListCheck(vault, backup).quick(table, list)));
    return new Result(finding, RowDigest.EMPTY);
  }

  private Optional<Finding> notEncrypted(
      TableEntry table, SegmentEntry segment, StoredBytes bytes) {
    return backup.encrypted() && !bytes.encrypted()
        ? Optional.of(
            finding(
                Kind.SEGMENT_UNREADABLE,
                table,
                segment,
                " is not encrypted, although those of this backup are"))
        : Optional.empty();
  }

  private Result whole(
      TableEntry table, SegmentEntry segment, InputStream stored, Cancellation stop)
      throws IOException {
    KeyListWriter keys = new KeyListWriter(OutputStream.nullOutputStream(), Encryption.none());
    Optional<RowTap.Flow> flow = tap.of(backup.id(), segment);
    SegmentSummary summary =
        SegmentReader.readKeys(
            stored,
            dictionaries.orElseThrow().decoding(new BackupChain.Layer(backup, table)),
            rows(table, segment),
            key -> {
              stop.check();
              keys.accept(key);
            },
            flow.<ByteSink>map(rows -> rows).orElse((bytes, offset, length) -> {}));
    if (flow.isPresent()) {
      flow.get().finish();
    }
    progress.advanced(summary.rows(), summary.storedBytes());
    KeyListSummary expected = keys.finish();
    Optional<Finding> finding =
        compare(table, segment, summary, false)
            .or(
                () ->
                    segment
                        .keys()
                        .flatMap(
                            list ->
                                new KeyListCheck(vault, backup)
                                    .whole(table, list, Optional.of(expected))));
    return new Result(finding, summary.digest());
  }

  private static SegmentReader.KeyedRows rows(TableEntry table, SegmentEntry segment) {
    return new SegmentReader.KeyedRows(
        ColumnForms.rules(table.shape()), table.shape().leadingKey(), segment.rawBytes());
  }

  /** A header that was changed looks like one for somebody else; the checksum tells them apart. */
  private Finding changedHeader(TableEntry table, SegmentEntry segment, DecryptionException error) {
    try (InputStream stored = vault.backups().open(backup.id(), segment)) {
      return compare(table, segment, SegmentReader.readStored(stored), true)
          .orElseThrow(() -> error);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read segment \"" + segment.object() + "\"");
    }
  }

  private Optional<Finding> compare(
      TableEntry table, SegmentEntry segment, SegmentSummary summary, boolean storedOnly) {
    if (summary.storedBytes() != segment.storedBytes()) {
      String what =
          " has %d bytes instead of %d".formatted(summary.storedBytes(), segment.storedBytes());
      return Optional.of(finding(Kind.SEGMENT_CHANGED, table, segment, what));
    }
    if (!summary.sha256().equals(segment.sha256())) {
      String what = " has SHA-256 %s instead of %s".formatted(summary.sha256(), segment.sha256());
      return Optional.of(finding(Kind.SEGMENT_CHANGED, table, segment, what));
    }
    if (!storedOnly
        && (summary.rows() != segment.rows() || summary.rawBytes() != segment.rawBytes())) {
      String what =
          " holds %d rows in %d bytes instead of %d in %d"
              .formatted(summary.rows(), summary.rawBytes(), segment.rows(), segment.rawBytes());
      return Optional.of(finding(Kind.SEGMENT_UNREADABLE, table, segment, what));
    }
    return Optional.empty();
  }

  private static Finding finding(Kind kind, TableEntry table, SegmentEntry segment, String what) {
    return Finding.of(
        kind, table.name(), segment.object(), "segment \"" + segment.object() + "\"" + what);
  }
}
