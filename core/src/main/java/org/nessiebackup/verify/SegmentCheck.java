package org.nessiebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyListSummary;
import org.nessiebackup.segment.KeyListWriter;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Reads one segment and says what is wrong with it. */
final class SegmentCheck {
  private final Vault vault;
  private final BackupId backup;
  private final boolean quick;
  private final Progress progress;

  SegmentCheck(Vault vault, BackupId backup, boolean quick, Progress progress) {
    this.vault = vault;
    this.backup = backup;
    this.quick = quick;
    this.progress = progress;
  }

  /** What was found, and the digest of the rows as far as they could be read. */
  record Result(Optional<Finding> finding, RowDigest digest) {}

  Result run(TableEntry table, SegmentEntry segment, Cancellation stop) {
    KeyListWriter keys = new KeyListWriter(OutputStream.nullOutputStream());
    try (InputStream stored = vault.openSegment(backup, segment)) {
      SegmentSummary summary =
          quick ? SegmentReader.readStored(stored) : read(stored, table, segment, keys, stop);
      progress.advanced(summary.rows(), summary.storedBytes());
      KeyListSummary expected = keys.finish();
      Optional<Finding> finding =
          compare(table, segment, summary)
              .or(() -> segment.keys().flatMap(list -> check(table, list, expected)));
      return new Result(finding, summary.digest());
    } catch (DamagedSegmentException e) {
      String message = "segment \"%s\": %s".formatted(segment.object(), e.getMessage());
      return new Result(
          Optional.of(finding(Kind.SEGMENT_UNREADABLE, table, segment, message)), RowDigest.EMPTY);
    } catch (NoSuchObjectException e) {
      String message = "segment \"%s\" is missing".formatted(segment.object());
      return new Result(
          Optional.of(finding(Kind.SEGMENT_MISSING, table, segment, message)), RowDigest.EMPTY);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read segment \"" + segment.object() + "\"");
    }
  }

  private SegmentSummary read(
      InputStream stored,
      TableEntry table,
      SegmentEntry segment,
      RowKey.Sink keys,
      Cancellation stop)
      throws IOException {
    return SegmentReader.readKeys(
        stored,
        table.shape().columns().size(),
        segment.rawBytes(),
        table.shape().leadingKey(),
        key -> {
          stop.check();
          keys.accept(key);
        });
  }

  private Optional<Finding> check(TableEntry table, KeyList keys, KeyListSummary expected) {
    KeyListCheck check = new KeyListCheck(vault, backup);
    return quick ? check.quick(table, keys) : check.whole(table, keys, Optional.of(expected));
  }

  private Optional<Finding> compare(
      TableEntry table, SegmentEntry segment, SegmentSummary summary) {
    if (summary.storedBytes() != segment.storedBytes()) {
      return changed(
          table,
          segment,
          "has %d bytes instead of %d",
          summary.storedBytes(),
          segment.storedBytes());
    }
    if (!summary.sha256().equals(segment.sha256())) {
      return changed(
          table, segment, "has SHA-256 %s instead of %s", summary.sha256(), segment.sha256());
    }
    if (!quick && (summary.rows() != segment.rows() || summary.rawBytes() != segment.rawBytes())) {
      String message =
          "segment \"%s\" holds %d rows in %d bytes instead of %d in %d"
              .formatted(
                  segment.object(),
                  summary.rows(),
                  summary.rawBytes(),
                  segment.rows(),
                  segment.rawBytes());
      return Optional.of(finding(Kind.SEGMENT_UNREADABLE, table, segment, message));
    }
    return Optional.empty();
  }

  private static Optional<Finding> changed(
      TableEntry table, SegmentEntry segment, String difference, Object found, Object expected) {
    String message =
        "segment \"" + segment.object() + "\" " + difference.formatted(found, expected);
    return Optional.of(finding(Kind.SEGMENT_CHANGED, table, segment, message));
  }

  private static Finding finding(
      Kind kind, TableEntry table, SegmentEntry segment, String message) {
    return new Finding(kind, Optional.of(table.name()), Optional.of(segment.object()), message);
  }
}
