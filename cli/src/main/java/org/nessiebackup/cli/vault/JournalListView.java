package org.nessiebackup.cli.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.report.JournalJson;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.point.CoveredEpoch;
import org.nessiebackup.vault.point.JournalGap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code list --journal} found.
 *
 * @param location where the vault is
 * @param epochs those that are wanted, oldest first
 * @param all how many there are
 * @param gaps those that are wanted, oldest first
 */
record JournalListView(String location, List<CoveredEpoch> epochs, long all, List<JournalGap> gaps)
    implements View {
  /** Takes its own copies of the lists. */
  JournalListView {
    epochs = List.copyOf(epochs);
    gaps = List.copyOf(gaps);
  }

  private Stream<CoveredEpoch> damaged() {
    return epochs.stream().filter(epoch -> !epoch.whole());
  }

  @Override
  public int exitCode() {
    return damaged().findAny().isEmpty() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public String problem() {
    return "%s of the journal cannot be used as a whole"
        .formatted(Text.count(damaged().count(), "epoch"));
  }

  @Override
  public void text(TextPage page) {
    if (!epochs.isEmpty()) {
      Table table =
          new Table("EPOCH", "FROM", "TO", "FILES>", "STORED>", "ENDED")
              .dispensable("STORED", "FILES", "FROM");
      epochs.forEach(
          epoch ->
              table.row(
                  epoch.id().value(),
                  epoch.begin().map(begin -> Text.time(begin.at())).orElse(""),
                  epoch.last().map(last -> Text.time(last.span().reachedAt())).orElse(""),
                  Text.count(epoch.stored().files()),
                  Text.bytes(epoch.stored().bytes()),
                  epoch
                      .last()
                      .flatMap(JournalFiles.Last::end)
                      .map(JournalFile.End::reason)
                      .orElse("")));
      page.table(table);
    }
    gaps.forEach(gap -> page.line(words(gap)));
    damaged()
        .forEach(
            epoch ->
                page.state(
                    Tone.BAD,
                    "DAMAGED",
                    9,
                    "%s: %s".formatted(epoch.id(), epoch.damage().orElseThrow())));
    page.line(Text.count(epochs.size(), all, "epoch"));
  }

  private static String words(JournalGap gap) {
    return "gap: from %s (%s) %s: %s"
        .formatted(
            Text.time(gap.from()),
            gap.position(),
            gap.to().map(to -> "to " + Text.time(to)).orElse("on"),
            gap.text());
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("vault", location);
  }

  @Override
  public Map<String, Stream<ObjectNode>> lists() {
    Map<String, Stream<ObjectNode>> lists = new LinkedHashMap<>();
    lists.put("epochs", epochs.stream().map(JournalJson.LISTED::json));
    lists.put("gaps", gaps.stream().map(JournalJson.GAP::json));
    return lists;
  }
}
