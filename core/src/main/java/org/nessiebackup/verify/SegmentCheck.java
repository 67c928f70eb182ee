package org.nessiebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.nessiebackup.BackupException;
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

/**
 * Reads one segment and says what is wrong with it.
 *
 * @param dictionaries absent to look at the stored bytes only
 * @param tap is given the rows as they are read
 */
record SegmentCheck(
    Vault vault,
    Manifest backup,
    TableEntry table,
    SegmentEntry segment,
    Optional<ChainDictionaries> dictionaries,
    RowTap tap,
    Progress progress) {
  /** What was found, and the digest of the rows as far as they could be read. */
  record Result(Optional<Finding> finding, RowDigest digest) {}

  Result run(Cancellation stop) {
    try (InputStream stored = vault.backups().open(backup.id(), segment)) {
      return dictionaries.isEmpty() ? quick(stored) : whole(stored, stop);
    } catch (DecryptionException e) {
      return failed(changedHeader(e));
    } catch (NoSuchObjectException e) {
      return failed(finding(Kind.SEGMENT_MISSING, " is missing"));
    } catch (DamagedSegmentException | ObjectUnreadableException | AccessRefusedException e) {
      return failed(finding(Kind.SEGMENT_UNREADABLE, ": " + e.getMessage()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Result failed(Finding finding) {
    return new Result(Optional.of(finding), RowDigest.EMPTY);
  }

  private BackupException unreadable(IOException e) {
    return vault.failure(e, "cannot read segment \"" + segment.object() + "\"");
  }

  private Result quick(InputStream stored) throws IOException {
    StoredBytes bytes = StoredBytes.read(stored);
    progress.advanced(0, bytes.summary().storedBytes());
    Optional<Finding> finding =
        compareStored(bytes.summary())
            .or(() -> notEncrypted(bytes))
            .or(() -> keyList().flatMap(KeyListCheck::quick));
    return new Result(finding, RowDigest.EMPTY);
  }

  private Optional<KeyListCheck> keyList() {
    return segment.keys().map(list -> new KeyListCheck(vault, backup, table, list));
  }

  private Optional<Finding> notEncrypted(StoredBytes bytes) {
    return backup.encrypted() && !bytes.encrypted()
        ? Optional.of(
            finding(
                Kind.SEGMENT_UNREADABLE, " is not encrypted, although those of this backup are"))
        : Optional.empty();
  }

  private Result whole(InputStream stored, Cancellation stop) throws IOException {
    KeyListWriter keys = new KeyListWriter(OutputStream.nullOutputStream(), new Encryption.None());
    Optional<RowTap.Flow> flow = tap.of(backup.id(), segment);
    SegmentSummary summary =
        SegmentReader.readKeys(
            stored,
            dictionaries.orElseThrow().decoding(new BackupChain.Layer(backup, table)),
            new SegmentReader.KeyedRows(
                ColumnForms.rules(table.shape()), table.shape().leadingKey(), segment.rawBytes()),
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
        compareStored(summary)
            .or(() -> compareRows(summary))
            .or(() -> keyList().flatMap(check -> check.whole(Optional.of(expected))));
    return new Result(finding, summary.digest());
  }

  /** A header that was changed looks like one for somebody else; the checksum tells them apart. */
  private Finding changedHeader(DecryptionException error) {
    try (InputStream stored = vault.backups().open(backup.id(), segment)) {
      return compareStored(SegmentReader.readStored(stored)).orElseThrow(() -> error);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Optional<Finding> compareStored(SegmentSummary found) {
    if (found.storedBytes() != segment.storedBytes()) {
      return changed(
          " has %d bytes instead of %d".formatted(found.storedBytes(), segment.storedBytes()));
    }
    return found.sha256().equals(segment.sha256())
        ? Optional.empty()
        : changed(" has SHA-256 %s instead of %s".formatted(found.sha256(), segment.sha256()));
  }

  private Optional<Finding> changed(String what) {
    return Optional.of(finding(Kind.SEGMENT_CHANGED, what));
  }

  private Optional<Finding> compareRows(SegmentSummary found) {
    if (found.rows() == segment.rows() && found.rawBytes() == segment.rawBytes()) {
      return Optional.empty();
    }
    String what =
        " holds %d rows in %d bytes instead of %d in %d"
            .formatted(found.rows(), found.rawBytes(), segment.rows(), segment.rawBytes());
    return Optional.of(finding(Kind.SEGMENT_UNREADABLE, what));
  }

  private Finding finding(Kind kind, String what) {
    return Finding.of(
        kind, table.name(), segment.object(), "segment \"" + segment.object() + "\"" + what);
  }
}
