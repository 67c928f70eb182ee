package org.nessiebackup.cli.backup;

import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.manifest.Manifest;

/** Lines about a backup that several results have. */
public final class BackupText {
  private BackupText() {}

  static String tables(Manifest manifest) {
    return manifest.tables().stream()
        .map(table -> table.name() + " " + Text.count(table.wholeRows(), "row"))
        .collect(Collectors.joining(", "));
  }

  static String size(Manifest manifest) {
    String ratio = Text.ratio(manifest.rawBytes(), manifest.storedBytes());
    return "%s stored, %s of rows%s"
        .formatted(
            Text.bytes(manifest.storedBytes()),
            Text.bytes(manifest.rawBytes()),
            ratio.isEmpty() ? "" : " (" + ratio + ")");
  }

  /** What an incremental backup has changed; empty for a full one. */
  static String changes(Manifest manifest) {
    return manifest.tables().stream()
        .flatMap(
            table ->
                table.changes().stream()
                    .map(
                        changes ->
                            "%s %s new, %s changed, %s deleted"
                                .formatted(
                                    table.name(),
                                    Text.count(changes.inserted()),
                                    Text.count(changes.updated()),
                                    Text.count(changes.deleted()))))
        .collect(Collectors.joining("; "));
  }

  /** The lines that a backup has wherever it is shown. */
  public static void fields(Manifest manifest, TextPage page) {
    page.field("from", manifest.source().describe());
    page.field("snapshot", Text.time(manifest.snapshotAt()));
    page.field("tables", tables(manifest));
    if (manifest.parent().isPresent()) {
      page.field("changes", changes(manifest));
    }
    page.field("size", size(manifest));
  }
}
