package org.nessiebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.vault.Vault;

/** The rows of a backup, which are compared on the way with what its manifest says. */
final class BackupSource implements RowSource {
  private final Vault vault;
  private final Manifest manifest;
  private final WorkContext context;

  BackupSource(Vault vault, String backup, WorkContext context) {
    this.vault = vault;
    this.manifest = vault.find(backup);
    this.context = context;
    StoreType.check(
        manifest.source().storeType(), tables().stream().map(TableShape::name).toList());
    vault.checkReader(manifest);
    vault.checkComplete(manifest);
  }

  @Override
  public String describe() {
    return "backup \"" + manifest.id() + "\" of " + manifest.source().describe();
  }

  @Override
  public Instant stateOf() {
    return manifest.snapshotAt();
  }

  @Override
  public String schema() {
    return manifest.source().schema();
  }

  @Override
  public List<TableShape> tables() {
    return manifest.tables().stream().map(TableEntry::shape).toList();
  }

  @Override
  public long bytes() {
    return manifest.rawBytes();
  }

  @Override
  public void read(TableShape table, RowListener listener) {
    TableEntry entry =
        manifest.tables().stream()
            .filter(each -> each.shape().equals(table))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such table in the manifest"));
    RowDigest digest = RowDigest.EMPTY;
    for (SegmentEntry segment : entry.segments()) {
      SegmentSummary found = read(segment, table, listener);
      check(segment, found);
      digest = digest.plus(found.digest());
    }
    if (!digest.hex().equals(entry.digest())) {
      throw damaged("the rows of table \"" + table.name() + "\" do not match their digest", null);
    }
  }

  private SegmentSummary read(SegmentEntry segment, TableShape table, RowListener listener) {
    CopyBinaryScanner scanner = new CopyBinaryScanner(table.columns().size(), listener);
    try (InputStream stored = vault.openSegment(manifest.id(), segment)) {
      return SegmentReader.read(
          stored,
          vault.decoding(manifest),
          table.columns().size(),
          segment.rawBytes(),
          (bytes, offset, length) -> {
            context.cancellation().check();
            long before = scanner.rows();
            scanner.accept(bytes, offset, length);
            context.progress().advanced(scanner.rows() - before, length);
          });
    } catch (DamagedSegmentException e) {
      throw damaged("segment \"" + segment.object() + "\": " + e.getMessage(), e);
    } catch (IOException e) {
      throw vault.failure(
          e, "cannot read segment \"%s\" of backup \"%s\"".formatted(segment.object(), id()));
    }
  }

  private void check(SegmentEntry entry, SegmentSummary found) {
    boolean same =
        found.sha256().equals(entry.sha256())
            && found.storedBytes() == entry.storedBytes()
            && found.rawBytes() == entry.rawBytes()
            && found.rows() == entry.rows();
    if (!same) {
      throw damaged("segment \"" + entry.object() + "\" is not the one that was written", null);
    }
  }

  private String id() {
    return manifest.id().value();
  }

  private BackupException damaged(String what, Throwable cause) {
    return new BackupException(
        Failure.DAMAGED,
        "backup \"" + id() + "\" is damaged: " + what,
        "Throw the unfinished dump away; psql would restore nothing of it. `verify --all` shows"
            + " which backups are whole.",
        cause);
  }

  @Override
  public void close() {
    // Each segment was closed after its last byte.
  }
}
