package org.nessiebackup.cli.vault;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.cli.backup.BackupText;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.report.NotesJson;
import org.nessiebackup.report.VaultNotes;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code show} shows.
 *
 * @param manifest the backup
 * @param recipients who can read it; empty if everybody can
 * @param notes what else is known of it
 */
record BackupDetailView(Manifest manifest, List<String> recipients, VaultNotes notes)
    implements View {
  /** Takes its own copy of the list. */
  BackupDetailView {
    recipients = List.copyOf(recipients);
  }

  @Override
  public void text(TextPage page) {
    page.line("backup " + manifest.id());
    NotesText text = new NotesText(notes);
    page.field("type", text.type(manifest));
    manifest.parent().ifPresent(parent -> page.field("builds on", parent.value()));
    BackupText.fields(manifest, page);
    text.fields(manifest, page);
    page.field("store type", manifest.source().storeType());
    Duration elapsed = Duration.between(manifest.started(), manifest.finished());
    page.field("time", Text.duration(elapsed));
    page.field("written by", manifest.tool());
    page.field("encryption", manifest.encryption());
    recipients.forEach(recipient -> page.field("recipient", recipient));
    page.field("settings", String.valueOf(manifest.settings()));
    for (TableEntry table : manifest.tables()) {
      page.line("");
      page.line("table " + table.name());
      page.field("columns", String.join(", ", table.shape().columnNames()));
      page.field("key", String.join(", ", table.shape().primaryKey()));
      if (table.segments().isEmpty()) {
        page.field("rows", "none stored here: nothing in it has changed");
        continue;
      }
      page.field("digest", table.digest());
      Table segments =
          new Table("  SEGMENT", "ROWS>", "SIZE>", "STORED>", "SHA-256")
              .dispensable("SIZE", "ROWS")
              .narrower("SHA-256", 12);
      table
          .segments()
          .forEach(
              segment ->
                  segments.row(
                      "  " + segment.object(),
                      Text.count(segment.rows()),
                      Text.bytes(segment.rawBytes()),
                      Text.bytes(segment.storedBytes()),
                      segment.sha256()));
      page.table(segments);
    }
  }

  @Override
  public void json(ObjectNode summary) {
    NotesJson.SHOWN.write(
        summary, new NotesJson.Detail(new NotesJson.Noted(manifest, notes), recipients));
  }
}
