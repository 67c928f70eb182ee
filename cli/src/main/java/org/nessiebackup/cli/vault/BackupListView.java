package org.nessiebackup.cli.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.report.NotesJson;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.vault.backups.BackupEntry;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code list} found.
 *
 * @param location where the vault is
 * @param entries those that are wanted, oldest first
 * @param all how many there are
 * @param notes what else is known of them
 */
record BackupListView(String location, List<BackupEntry> entries, int all, VaultNotes notes)
    implements View {
  /** Takes its own copy of the list. */
  BackupListView {
    entries = List.copyOf(entries);
  }

  /** A list with a gap is not a whole list. */
  @Override
  public int exitCode() {
    boolean whole = entries.stream().allMatch(BackupEntry.Listed.class::isInstance);
    return whole ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    if (entries.isEmpty()) {
      if (all > 0) {
        page.line("none of %s".formatted(Text.count(all, "backup")));
      }
      return;
    }
    boolean several = sources().size() > 1;
    NotesText text = new NotesText(notes);
    Table table =
        new Table(
                "ID",
                "AGE",
                "TYPE",
                "ROWS>",
                "SIZE>",
                "STORED>",
                "TIPS>",
                "VERIFIED",
                "MARKS",
                "FROM")
            .dispensable("SIZE", "ROWS", "FROM", "STORED", "TIPS", "MARKS")
            .narrower("FROM", 30)
            .narrower("MARKS", 8)
            .tone("VERIFIED", NotesText::tone);
    for (BackupEntry entry : entries) {
      switch (entry) {
        case BackupEntry.Listed listed -> row(table, listed.manifest(), text, several);
        case BackupEntry.Unreadable unreadable ->
            table.row(unreadable.id().value(), "?", "unreadable");
      }
    }
    page.table(table);
    for (BackupEntry entry : entries) {
      switch (entry) {
        case BackupEntry.Listed listed ->
            text.clocks(listed.manifest())
                .ifPresent(clause -> page.line(listed.id() + " " + clause));
        case BackupEntry.Unreadable unreadable ->
            page.line(unreadable.id() + " unreadable: " + unreadable.reason().getMessage());
      }
    }
    page.line(sum());
  }

  private List<String> sources() {
    return BackupEntry.readable(entries).stream()
        .map(each -> each.manifest().source().describe())
        .distinct()
        .toList();
  }

  /** How many, how much, and from where if that is the same for all. */
  private String sum() {
    long stored =
        BackupEntry.readable(entries).stream()
            .mapToLong(each -> each.manifest().storedBytes())
            .sum();
    String count = Text.count(entries.size(), all, "backup");
    String from = sources().size() == 1 ? ", all from " + sources().getFirst() : "";
    return "%s, %s stored%s".formatted(count, Text.bytes(stored), from);
  }

  private static void row(Table table, Manifest manifest, NotesText text, boolean several) {
    table.row(
        manifest.id().value(),
        text.ageText(manifest),
        text.type(manifest),
        Text.count(manifest.wholeRows()),
        Text.bytes(manifest.rawBytes()),
        Text.bytes(manifest.storedBytes()),
        text.tips(manifest.id()),
        text.verified(manifest.id()),
        text.marks(manifest),
        several ? manifest.source().describe() : "");
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("vault", location);
  }

  @Override
  public Map<String, Stream<ObjectNode>> lists() {
    Map<String, Stream<ObjectNode>> lists = new LinkedHashMap<>();
    lists.put(
        "backups",
        of(BackupEntry.Listed.class)
            .map(listed -> new NotesJson.Noted(listed.manifest(), notes))
            .map(NotesJson.LISTED::json));
    lists.put("unreadable", of(BackupEntry.Unreadable.class).map(NotesJson.UNREADABLE::json));
    return lists;
  }

  private <T extends BackupEntry> Stream<T> of(Class<T> kind) {
    return entries.stream().filter(kind::isInstance).map(kind::cast);
  }
}
