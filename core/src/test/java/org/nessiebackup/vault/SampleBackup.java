package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.segment.SegmentWriter;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleRows;

/** A backup of two tables in three segments, written as an operation would. */
final class SampleBackup {
  private SampleBackup() {}

  static Manifest write(Vault vault, BackupId id) throws IOException {
    try (PendingBackup pending = vault.writer().begin(id)) {
      Manifest manifest = SampleManifests.of(id, writeTables(pending));
      pending.commit(manifest);
      return manifest;
    }
  }

  static List<TableEntry> writeTables(PendingBackup pending) throws IOException {
    return List.of(
        writeTable(pending, "refs2", SampleRows.random(1)),
        writeTable(pending, "objs2", SampleRows.random(2), SampleRows.random(2).part(0, 1)));
  }

  private static TableEntry writeTable(PendingBackup pending, String name, SampleRows... parts)
      throws IOException {
    List<SegmentEntry> segments = new ArrayList<>();
    RowDigest digest = RowDigest.EMPTY;
    long rows = 0;
    for (SampleRows part : parts) {
      try (ObjectWriter segment = pending.segment(name, segments.size());
          SegmentWriter writer =
              new SegmentWriter(segment.body(), part.fields(), SegmentEncoder.PLAIN)) {
        byte[] stream = part.stream();
        writer.accept(stream, 0, stream.length);
        SegmentSummary summary = writer.finish();
        segment.commit();
        segments.add(
            new SegmentEntry(
                segment.object(),
                summary.rows(),
                summary.rawBytes(),
                summary.storedBytes(),
                summary.sha256(),
                Optional.empty()));
        digest = digest.plus(summary.digest());
        rows += summary.rows();
      }
    }
    return SampleManifests.table(name, parts[0].fields(), rows, digest.hex(), segments);
  }

  /** Reads every segment and compares it with what the manifest says. */
  static void assertReadable(Vault vault, Manifest manifest) throws IOException {
    for (TableEntry table : manifest.tables()) {
      RowDigest digest = RowDigest.EMPTY;
      for (SegmentEntry segment : table.segments()) {
        try (InputStream in = vault.backups().open(manifest.id(), segment)) {
          SegmentSummary summary =
              SegmentReader.read(
                  in,
                  vault.keys().decoding(manifest),
                  table.shape().columns().size(),
                  segment.rawBytes(),
                  (bytes, offset, length) -> {});
          assertThat(summary.sha256()).isEqualTo(segment.sha256());
          assertThat(summary.rows()).isEqualTo(segment.rows());
          digest = digest.plus(summary.digest());
        }
      }
      assertThat(digest.hex()).isEqualTo(table.digest());
    }
  }
}
