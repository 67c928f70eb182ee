package org.nessiebackup.export;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.vault.BackupRows;
import org.nessiebackup.vault.Vault;

/** The rows of a backup, which are compared on the way with what its manifest says. */
final class BackupSource implements RowSource {
  private static final String DAMAGED =
      "Throw the unfinished dump away; psql would restore nothing of it. `verify --all` shows which"
          + " backups are whole.";

  private final BackupRows rows;
  private final WorkContext context;

  BackupSource(Vault vault, String backup, WorkContext context) {
    Manifest manifest = vault.find(backup);
    StoreType.check(
        manifest.source().storeType(), manifest.tables().stream().map(TableEntry::name).toList());
    this.rows = new BackupRows(vault, vault.chain(manifest.id()), DAMAGED);
    this.context = context;
  }

  private Manifest manifest() {
    return rows.backup();
  }

  @Override
  public String describe() {
    return "backup \"" + manifest().id() + "\" of " + manifest().source().describe();
  }

  @Override
  public Instant stateOf() {
    return manifest().snapshotAt();
  }

  @Override
  public String schema() {
    return manifest().source().schema();
  }

  @Override
  public List<TableShape> tables() {
    return manifest().tables().stream().map(TableEntry::shape).toList();
  }

  @Override
  public long bytes() {
    return rows.parts().stream().mapToLong(part -> part.segment().rawBytes()).sum();
  }

  @Override
  public void read(TableShape table, RowListener listener) {
    RowCount count = RowCount.NONE;
    for (BackupRows.Part part : rows.parts(table.name())) {
      CopyBinaryScanner scanner = new CopyBinaryScanner(table.columns().size(), listener);
      count =
          count.plus(
              rows.read(
                  part,
                  (bytes, offset, length) -> {
                    context.cancellation().check();
                    long before = scanner.rows();
                    scanner.accept(bytes, offset, length);
                    context.progress().advanced(scanner.rows() - before, length);
                  }));
    }
    rows.check(table.name(), count);
  }

  @Override
  public void close() {
    // Each segment was closed after its last byte.
  }
}
