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
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.report.TipsJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code list --tips} found.
 *
 * @param location where the vault is
 * @param tips those that are wanted, oldest first
 * @param all how many there are
 * @param unusable what cannot be used
 */
record TipListView(String location, List<Tip> tips, long all, List<TipsJson.Unusable> unusable)
    implements View {
  /** Takes its own copies of the lists. */
  TipListView {
    tips = List.copyOf(tips);
    unusable = List.copyOf(unusable);
  }

  @Override
  public int exitCode() {
    return unusable.isEmpty() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    if (!tips.isEmpty()) {
      Table table =
          new Table("ID", "STATE OF", "BRANCHES", "OBJECTS>", "STORED>").dispensable("STORED");
      tips.forEach(
          tip ->
              table.row(
                  TipsJson.id(tip).toString(),
                  Text.time(tip.moment().seenAt()),
                  tip.references().isPresent() ? "moved" : "",
                  Text.count(tip.objects().map(TipRows::rows).orElse(0L)),
                  Text.bytes(tip.storedBytes())));
      page.table(table);
    }
    unusable.forEach(
        each ->
            page.line(
                "tips of %s behind %d cannot be used: %s"
                    .formatted(each.base(), each.usable(), each.reason().getMessage())));
    page.line(Text.count(tips.size(), all, "tip"));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("vault", location);
  }

  @Override
  public Map<String, Stream<ObjectNode>> lists() {
    Map<String, Stream<ObjectNode>> lists = new LinkedHashMap<>();
    lists.put("tips", tips.stream().map(TipsJson.TIP::json));
    lists.put("unusable", unusable.stream().map(TipsJson.UNUSABLE::json));
    return lists;
  }
}
